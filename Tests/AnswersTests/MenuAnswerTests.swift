import Answers
import Testing
