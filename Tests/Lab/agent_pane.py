"""Real agents in tmux panes of their own, for capture-states: started, driven, looked at, recorded."""
import glob
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
STYLE = re.compile(r"\x1b\[[0-9;:]*m|\x1b\]8;[^\x1b\x07]*(?:\x1b\\|\x07)|[\x0e\x0f]")
OPTION = re.compile(r"^[\s│]*(?:[❯›>]\s*)?(\d+)\.\s+(?:\[.\]\s+)?(\S.*?)(?:\s{2,}.*|\s*│)?$")
BARE_OPTION = re.compile(r"^[\s│]*(?:[❯›>]\s+)?(?:\[.\]\s+)?(\S.*?)(?:\s{2,}.*)?$")
HINT = re.compile(r"^\s*(Space|Enter|Esc|↑|↓|←)")
CURSOR = re.compile(r"^[\s│]*[❯›>]\s+\S")
COMPOSER = {"claude": re.compile(r"^[\s│]*[❯>][\s\u00a0]"), "codex": re.compile(r"^\s*›")}
SPINNER = re.compile(r"^(?:[·✢*✳✶✻✽] .*…|[•◦] Working )", re.MULTILINE)
DIALOG = ("permission", "question", "plan", "trust", "dialog", "resume", "login")


class Unreached(Exception):
    """The agent did not come where it was wanted; the text says what was waited for."""


class Lab:
    """What all states of one run share: the agent, a private tmux server, a folder."""

    def __init__(self, binary, out, words):
        """words: what the model makes of whole prompts, as directives (see model-api)."""
        self.words = words
        self.binary, self.out = os.path.abspath(binary), os.path.abspath(out)
        self.agent = os.path.basename(self.binary)
        self.kind, _, version = self.agent.partition("-")
        self.version = tuple(int(part) for part in version.split("."))
        self.folder = tempfile.mkdtemp(prefix="cap-", dir="/var/tmp")
        self.count, self.lock = 0, threading.Lock()
        self.tmux("new-session", "-d", "-s", "hub", "exec sleep 100000")

    def tmux(self, *arguments, given=None):
        command = ["tmux", "-u", "-S", self.folder + "/tmux", "-f", "/dev/null", *arguments]
        return subprocess.run(command, capture_output=True, text=True, input=given).stdout

    def number(self):
        with self.lock:
            self.count += 1
            return self.count

    def end(self):
        self.tmux("kill-server")
        end_processes(self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)


def end_processes(folder):
    """Ends what agents left running with this folder in their environment (Codex's app server)."""
    mark = os.fsencode(folder)
    for path in glob.glob("/proc/[0-9]*/environ"):
        process = int(path.split("/")[2])
        try:
            with open(path, "rb") as file:
                if process != os.getpid() and mark in file.read():
                    os.kill(process, signal.SIGKILL)
        except OSError:
            pass        # gone meanwhile, or not ours to look at


def squeezed(text):
    """Without blanks and line breaks, so that a search finds what the screen wrapped."""
    return re.sub(r"\s+", "", text)


class Run:
    """One agent in one pane, in a home of its own, to be driven into one state.

    arguments: for the agent, {kind: [...]} or a list; environment: more variables,
    None drops one; trusted, subscription: see agent-home; prepare(run): the last
    change to the home; ready: whether to wait for the composer first.
    """

    def __init__(self, lab, name, size, arguments=(), environment=None, trusted=True, subscription=False,
                 prepare=None, ready=True, listening=True, record=None):
        self.lab, self.kind, self.width, self.height = lab, lab.kind, *size
        self.truth = dict(record or {})
        self.home = f"{lab.folder}/{lab.number():04d}"
        self.project, self.session, self.cell = self.home + "/project", os.path.basename(self.home), None
        os.makedirs(self.project)
        with open(self.project + "/greeting.txt", "w", encoding="ascii") as file:
            file.write("hello\nsecond line\n")
        words = {prompt: text.replace("{project}", self.project) for prompt, text in lab.words.items()}
        with open(self.home + ".words", "w", encoding="utf-8") as file:
            json.dump(words, file)
        self.api = subprocess.Popen(
            [HERE + "/model-api", "0", "--log", self.home + ".log", "--exchanges", self.home + ".exchanges",
             "--port-file", self.home + ".port", "--words", self.home + ".words"], stdout=subprocess.DEVNULL)
        self.wait(lambda: os.path.exists(self.home + ".port"), "the stand-in's port")
        with open(self.home + ".port", encoding="ascii") as file:
            port = file.read().strip() if listening else "9"
        flags = ([] if trusted else ["--untrusted"]) + (["--subscription"] if subscription else [])
        printed = subprocess.run([HERE + "/agent-home", self.home, port, self.project, *flags],
                                 capture_output=True, text=True, check=True).stdout
        self.environment = dict(line.split("=", 1) for line in printed.splitlines())
        self.environment["TMPDIR"] = self.home + "/tmp"     # not the home: Codex wants none below it
        os.mkdir(self.environment["TMPDIR"])
        self.arguments = list(arguments.get(self.kind, []) if isinstance(arguments, dict) else arguments)
        if self.kind == "claude" and "--permission-mode" not in self.arguments \
                and "--dangerously-skip-permissions" not in self.arguments:
            self.arguments += ["--permission-mode", "default"]
        if prepare:
            prepare(self)
        for variable, value in (environment or {}).items():
            self.environment[variable] = value
        self.launch()
        if ready:
            self.ready()

    def launch(self):
        """Starts the agent under a shell with job control, as a person would have it."""
        pairs = [f"{name}={value}" for name, value in self.environment.items() if value is not None]
        self.lab.tmux("new-session", "-d", "-s", self.session, "-x", str(self.width), "-y", str(self.height),
                      "-c", self.project, "bash", "--norc", "-c", 'set -m; "$@"; exec sh', "bash",
                      "env", "-i", *pairs, self.lab.binary, *self.arguments)
        self.pane = f"={self.session}:"

    # What is seen

    def raw(self):
        return self.lab.tmux("capture-pane", "-p", "-e", "-t", self.pane)

    def text(self):
        return STYLE.sub("", self.raw())

    def show(self, format_):
        return self.lab.tmux("display-message", "-p", "-t", self.pane, format_).rstrip("\n")

    def status(self):
        files = sorted(glob.glob(self.home + "/.claude/sessions/*.json"), key=os.path.getmtime)
        try:
            with open(files[-1], encoding="utf-8") as file:
                return {key: value for key, value in json.load(file).items()
                        if key in ("status", "waitingFor", "kind", "version")}
        except (OSError, ValueError, IndexError):
            return {}

    def requests(self):
        try:
            with open(self.home + ".log", encoding="utf-8") as file:
                return [json.loads(line) for line in file if line.endswith("\n")]
        except OSError:
            return []

    def wait(self, condition, what, seconds=25.0):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise Unreached(what)
            time.sleep(0.1)

    def shows(self, *texts, seconds=25.0):
        """Waits until one of the texts is on the screen, wrapped or not."""
        wanted = [squeezed(text) for text in texts]
        self.wait(lambda: any(text in squeezed(self.text()) for text in wanted), " | ".join(texts), seconds)

    def still(self, quiet=0.8, seconds=25.0):
        """Waits until the screen has not changed for a while, but for dots that blink."""
        seen = [None, 0.0]

        def same():
            now = re.sub("[●⏺○]", " ", self.text())
            if now != seen[0]:
                seen[:] = [now, time.monotonic()]
            return time.monotonic() - seen[1] >= quiet
        self.wait(same, "a screen at rest", seconds)

    def settle(self):
        """Waits for a screen at rest, but not long: some of Codex's first screens have a moving picture."""
        try:
            self.still(1.0, seconds=5)
        except Unreached:
            pass

    def ready(self):
        composer = COMPOSER[self.kind]

        def drawn():
            lines = self.text().rstrip().split("\n")
            at = [i for i, line in enumerate(lines) if composer.match(line)]
            return bool(at) and at[-1] < len(lines) - 1
        self.wait(drawn, "the composer")
        self.settle()

    def asked(self, prompt, seconds=25.0):
        """Waits until the model got the prompt."""
        start = squeezed(prompt)[:30]
        self.wait(lambda: any(start in squeezed(line["text"]) for line in self.requests()), "the request: " + prompt,
                  seconds)

    def done(self, *texts):
        """Waits for the end of a turn that shows one of the texts."""
        if texts:
            self.shows(*texts)
        self.wait(lambda: self.status().get("status") != "busy" and not SPINNER.search(self.text()), "the turn's end")
        self.still()

    def streams(self, seconds=9.0):
        """Waits for some of a slow answer; 2.1.1 shows none of it before its end."""
        try:
            self.shows("w5 w6", seconds=seconds)
        except Unreached:
            pass

    # What is done

    def keys(self, *keys, pause=0.25):
        for key in keys:
            self.lab.tmux("send-keys", "-t", self.pane, key)
            time.sleep(pause)

    def type(self, text):
        if self.kind == "codex" and "?" in text:     # typed, it asks Codex for help and is gone from the text
            self.lab.tmux("load-buffer", "-b", self.session, "-", given=text)
            self.lab.tmux("paste-buffer", "-p", "-b", self.session, "-t", self.pane)
        else:
            self.lab.tmux("send-keys", "-t", self.pane, "-l", "--", text)
        self.shows(text[-20:])

    def paste(self, text):
        self.lab.tmux("load-buffer", "-b", self.session, "-", given=text)
        self.lab.tmux("paste-buffer", "-p", "-b", self.session, "-t", self.pane)
        self.still()

    def submit(self, prompt):
        self.type(prompt)
        time.sleep(0.4)     # Codex takes an Enter within a burst of keys for a line break
        self.keys("Enter")

    def ask(self, prompt):
        """Submits a prompt and waits until the model got it."""
        self.submit(prompt)
        self.asked(prompt)

    # What is recorded

    def options(self, numbered=False):
        """The labels of the menu at the bottom of the screen, if it is a numbered one or any may be."""
        lines = self.text().rstrip().split("\n")
        found, last = [], None
        for line in reversed(lines):
            match = OPTION.match(line)
            if match and (last is None or int(match[1]) == last - 1):
                found.insert(0, re.sub(r" ✔$", "", match[2]))
                last = int(match[1])
                if last == 1:
                    return found
        if numbered:
            return []
        at = max((i for i, line in enumerate(lines) if CURSOR.match(line)), default=None)
        if at is None:
            return []
        first, end = at, at + 1
        while first and lines[first - 1].strip(" │"):
            first -= 1
        while end < len(lines) and lines[end].strip(" │"):
            end += 1
        return [re.sub(r"^✔ | ✔$", "", BARE_OPTION.match(line)[1])
                for line in lines[first:end] if not HINT.match(line)]

    def read_options(self, width, shown):
        """Notes the whole labels, of which the pane may have wrapped some and have no room for others."""
        if width < 120:
            self.lab.tmux("resize-window", "-t", self.pane, "-x", "200", "-y", "60")
            self.still(1.2)
        labels = self.options()
        unseen = sum(squeezed(label) not in shown for label in labels)
        self.truth.update({"options": labels}, **({"hidden": unseen} if unseen else {}))

    def record(self, name, truth):
        screen, sizes = self.raw(), [int(part) for part in self.show("#{pane_width} #{pane_height}").split()]
        answer = {"agent": self.lab.agent, "state": truth, "title": self.show("#{pane_title}"),
                  "command": self.show("#{pane_current_command}"), "status": self.status(),
                  "width": sizes[0], "height": sizes[1], "captured": int(time.time())}
        if truth in DIALOG and not self.truth.pop("form", False) and "options" not in self.truth:
            self.read_options(sizes[0], squeezed(STYLE.sub("", screen)))
        answer.update(self.truth)
        os.makedirs(self.lab.out, exist_ok=True)
        base = f"{self.lab.out}/{name}" + ("" if sizes == [120, 40] else f"@{sizes[0]}x{sizes[1]}")
        with open(base + ".ansi", "w", encoding="utf-8") as file:
            file.write(self.without_paths(screen))
        with open(base + ".json", "w", encoding="utf-8") as file:
            file.write(self.without_paths(json.dumps(answer, indent=1, ensure_ascii=False)) + "\n")
        return answer

    def without_paths(self, text):
        """Puts letters of another place over the home's, also where the screen wrapped it."""
        for private, shown in ((self.home, "/home/dev/code/"), (re.sub(r"\W", "-", self.home), "-home-dev-code-")):
            shown = (shown + "x" * len(private))[:len(private)]
            gap = r"((?:\x1b\[[0-9;]*m|\s)*)"
            pattern = gap.join(re.escape(letter) for letter in private)
            text = re.sub(pattern, lambda found: "".join(
                letter + (found.group(i + 1) if i + 1 < len(private) else "") for i, letter in enumerate(shown)), text)
        if os.path.basename(self.lab.folder) in text:
            raise Unreached("a private path is left in the record")
        return text

    def end(self):
        self.lab.tmux("kill-session", "-t", f"={self.session}")
        self.api.kill()
        self.api.wait()
        end_processes(self.home)
        for path in glob.glob(self.home + "*"):
            shutil.rmtree(path, ignore_errors=True) if os.path.isdir(path) else os.unlink(path)
