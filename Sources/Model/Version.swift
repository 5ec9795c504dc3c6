/// The version of this program, `MAJOR.MINOR.PATCH`.
package let ccmuxVersion = "0.1.0"
