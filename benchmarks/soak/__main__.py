"""Runs the soak: python3 -m soak, which bin/soak does after building the application."""

from __future__ import annotations

import re
import resource
import shutil
import sys
import time
from collections import Counter
from pathlib import Path

from macro import facts
from macro.processes import Failed, Signals, Stopped, Workspace

from . import drawing, good, hostile, report, slow, stage as stages, traffic, verdict
from .options import Options, parse
from .report import Outcome
from .sampler import Sample, Sampler
from .stage import Stage
from .traffic import Counts, Flow

_WARM_UP_SECONDS = 30.0
_SAMPLE_SECONDS = 10.0
# Once a minute everybody is quiet for a moment; in a short run more often, for the regression to have points.
_QUIET_SECONDS = 60.0
_SHORT_QUIET_SECONDS = 20.0
_SHORT_MINUTES = 10.0
# Requests that sleep are given up within this time.
_REST_SECONDS = 15.0
_SETTLE_SECONDS = 60.0
_FACTS = ("processor", "cores", "memory", "kernel", "JDK", "nginx", "commit")


def _say(text: str) -> None:
    print(f"soak: {text}", flush=True)


class Soak:
    """One run, from the start of the application to the verdict."""

    def __init__(self, options: Options, workspace: Workspace) -> None:
        self._options, self._workspace = options, workspace
        self._flow, self._counts = Flow(), Counts()
        self._stage: Stage = stages.start(workspace, options.setup, options.arguments)
        self._sampler = Sampler(self._stage, options.setup.java, self._counts)
        self._samples: list[Sample] = []

    def execute(self) -> Outcome:
        """All of it."""
        for number, step in enumerate(self._steps()):
            traffic.start(self._flow, self._counts, f"client-{number}", step)
        _say(f"warm-up of {_WARM_UP_SECONDS:.0f} s")
        self._flow.resume(time.monotonic() + _WARM_UP_SECONDS)
        time.sleep(_WARM_UP_SECONDS)
        baseline = self._quiet_sample()
        self._run(time.monotonic() + 60 * self._options.minutes)
        self._flow.end()
        self._settle(baseline)
        return self._outcome(baseline, self._quiet_sample())

    def _steps(self) -> list[traffic.Step]:
        arguments = (self._flow, self._counts, self._options.seed)
        return [*good.steps(self._stage, self._workspace, *arguments), *slow.steps(self._stage, *arguments),
                *hostile.steps(self._stage, *arguments)]

    def _run(self, end: float) -> None:
        period = _SHORT_QUIET_SECONDS if self._options.minutes < _SHORT_MINUTES else _QUIET_SECONDS
        while time.monotonic() < end:
            pause = min(end, time.monotonic() + period)
            self._flow.resume(pause)
            while time.monotonic() < pause:
                time.sleep(max(0.0, min(_SAMPLE_SECONDS, pause - time.monotonic())))
                if not self._stage.is_running():
                    raise Failed(f"the application or nginx has ended: {self._stage.server.last_lines(20)}")
                self._samples.append(self._sampler.take(False))
            self._samples.append(self._quiet_sample())
            last = self._samples[-1]
            _say(f"{max(0.0, end - time.monotonic()) / 60:5.1f} minutes left: live heap {last.live_mb:.1f} MB, native "
                 f"{last.native_mb:.1f} MB, RSS {last.rss_mb:.0f} MB, {last.descriptors} descriptors, {last.threads} "
                 f"threads, {last.failed} failures")

    def _quiet_sample(self) -> Sample:
        if not self._flow.pause(_REST_SECONDS + good.TIMEOUT_SECONDS):
            self._counts.fail("client", "one of the clients did not stop")
        if not self._sampler.await_rest(_REST_SECONDS):
            self._counts.fail("application", f"not at rest {_REST_SECONDS:.0f} s after everybody had left")
        return self._sampler.take(True)

    def _settle(self, baseline: Sample) -> None:
        """Give threads and descriptors time to go that are on their way."""
        deadline = time.monotonic() + _SETTLE_SECONDS
        while time.monotonic() < deadline:
            now = self._quiet_sample()
            if now.threads <= baseline.threads and now.descriptors <= baseline.descriptors:
                return
            time.sleep(5.0)

    def _outcome(self, baseline: Sample, final: Sample) -> Outcome:
        options = self._options
        findings = verdict.judge(baseline, self._samples, final)
        log = verdict.read_log(self._stage.server.log.read_text(errors="replace"))
        known = facts.collect(options.setup.java, options.setup.java_options, None)
        its_facts = {name: known[name] for name in _FACTS}
        its_facts["JVM options"] = " ".join(options.setup.java_options)
        its_facts["garbage collector"] = self._sampler.collector()
        its_facts["arguments"] = " ".join(options.arguments) or "none"
        its_facts["seed"] = str(options.seed)
        return Outcome(options.minutes, its_facts, baseline, self._samples, final, findings, self._counts, log,
                       _nginx_errors(self._stage.nginx_log),
                       verdict.complaints(findings, self._counts.failed, log, options.minutes))

    def keep_logs(self) -> None:
        """Copy what the processes have written to the results."""
        shutil.copy(self._stage.server.log, self._options.out / "application.log")
        if self._stage.nginx_log.exists():
            shutil.copy(self._stage.nginx_log, self._options.out / "nginx-error.log")


def _nginx_errors(path: Path) -> dict[str, int]:
    """The kinds of lines of nginx's error log, the most frequent first."""
    kinds: Counter[str] = Counter()
    for line in path.read_text(errors="replace").splitlines() if path.exists() else []:
        if found := re.match(r"\S+ \S+ \[(\w+)\] \S+ (?:\*\d+ )?(.*)", line):
            kinds[f"{found.group(1)}: {re.sub(r'[0-9]+', 'N', re.split(r', client: |: *[^a-z ]', found.group(2))[0])}"] += 1
    return dict(kinds.most_common(20))


def _run(options: Options) -> int:
    options.out.mkdir(parents=True, exist_ok=True)
    with Workspace() as workspace:
        soak = Soak(options, workspace)
        try:
            outcome = soak.execute()
        finally:
            soak.keep_logs()
    report.write_csv(options.out / "samples.csv", outcome)
    text = report.markdown(outcome)
    (options.out / "verdict.md").write_text(text)
    drawing.draw(options.out / "soak", outcome.baseline, outcome.samples, outcome.final)
    print(f"\n{text}")
    _say(f"the results are in {options.out}")
    return 1 if outcome.complaints else 0


def main(arguments: list[str]) -> int:
    """Do what the command line says; the exit status."""
    options = parse(arguments)
    Signals.install()
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    try:
        return _run(options)
    except Stopped as stopped:
        print(f"soak: {stopped}", file=sys.stderr)
        return stopped.status
    except Failed as failed:
        print(f"soak: {failed}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
