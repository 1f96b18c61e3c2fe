"""Runs the benchmark: python3 -m macro, which bin/bench does after building the jars."""

from __future__ import annotations

import resource
import shutil
import sys
from pathlib import Path

from . import export, facts, harakiri, rounds, scaling, startup, tables, targets, workloads
from .lab import Lab, Live
from .options import Options, parse
from .processes import Failed, Signals, Stopped, Workspace
from .progress import Progress
from .results import Results
from .rounds import Rounds
from .targets import Target
from .workloads import Workload

_LAB_SECONDS = 15.0
# Share of the processors that other programs may use before the run warns.
NOISE_LIMIT = 0.05


class Run:
    """One run from the first start to the last drawing."""

    def __init__(self, options: Options, chosen: list[Target], loads: list[Workload], parts: list[str]) -> None:
        self._options = options
        self._targets = chosen
        self._workloads = loads
        self._parts = parts
        self._results = Results(facts=facts.collect(options.setup.java, options.setup.java_options, options.java25))
        self._progress = Progress(self._planned_seconds())

    def execute(self) -> int:
        """Measure and report; the exit status."""
        with Workspace() as workspace:
            for name, step in (("workloads", self._measure_targets), ("startup", self._measure_starts),
                               ("scaling", self._measure_threads), ("idle", self._measure_idle),
                               ("harakiri", self._measure_harakiri)):
                try:
                    step(workspace)
                except Failed as error:
                    self._results.add_problem(name, str(error))
        self._report()
        return 1 if self._results.problems else 0

    def _planned_seconds(self) -> float:
        pace, warm = self._options.pace, set[str]()
        total = _LAB_SECONDS if self._workloads or "syscalls" in self._parts else 0.0
        for workload in self._workloads:
            servers = [target.server for target in self._targets
                       if workloads.is_wanted(workload, target.like, pace.quick)]
            total += rounds.planned_workload(pace, workload, servers, warm)
        if "syscalls" in self._parts:
            total += rounds.planned_syscalls(len(rounds.QUICK_SYSCALLS if pace.quick else self._targets))
        if "startup" in self._parts:
            variants = self._planned_variants()
            total += self._options.starts * startup.START_SECONDS * variants
            total += startup.TRAINING_SECONDS * (variants // 2 if variants > 2 else 0)
        if "scaling" in self._parts:
            servers = [target.server for target in scaling.thread_targets()]
            total += _LAB_SECONDS + rounds.planned_workload(pace, _hello(), servers, set())
        if "harakiri" in self._parts:
            total += harakiri.planned_seconds(pace.quick)
        return total + ("idle" in self._parts) * scaling.IDLE_POINT_SECONDS * len(scaling.IDLE)

    def _planned_variants(self) -> int:
        """Plain and starter, each with AppCDS too, and both again on another JDK."""
        if self._options.pace.quick:
            return 2
        return 8 if self._options.java25 else 4

    def _measure_targets(self, workspace: Workspace) -> None:
        if not self._workloads and "syscalls" not in self._parts:
            return
        self._progress.say("starting the servers")
        lab = Lab(workspace, self._options.setup, self._results.add_problem)
        try:
            lives = lab.start(self._targets)
            self._progress.advance(_LAB_SECONDS)
            self._run_workloads(Rounds(workspace, self._options.pace, self._progress, self._results), lives)
        finally:
            lab.stop()

    def _run_workloads(self, measuring: Rounds, lives: list[Live]) -> None:
        for workload in self._workloads:
            taking_part = rounds.participants(workload, lives, self._options.pace.quick)
            self._results.samples += measuring.run(workload, taking_part)
            if workload.name == "hello-c32" and "syscalls" in self._parts:
                measuring.count_syscalls(workload, rounds.counted(lives, self._options.pace.quick))
        if "syscalls" in self._parts and not self._results.syscalls:
            measuring.count_syscalls(_hello(), rounds.counted(lives, self._options.pace.quick))

    def _measure_starts(self, workspace: Workspace) -> None:
        if "startup" not in self._parts:
            return
        setup = self._options.setup
        variants = startup.basic_variants(setup)
        if not self._options.pace.quick:
            variants += startup.cached_variants(workspace, setup, self._options.java25, self._progress, self._results)
        startup.measure(workspace, variants, self._options.starts, self._progress, self._results)

    def _measure_threads(self, workspace: Workspace) -> None:
        if "scaling" in self._parts:
            measuring = Rounds(workspace, self._options.pace, self._progress, self._results)
            scaling.measure_threads(workspace, self._options.setup, measuring, _hello(), self._results)

    def _measure_idle(self, workspace: Workspace) -> None:
        if "idle" in self._parts:
            scaling.measure_idle(workspace, self._options.setup, self._progress, self._results)

    def _measure_harakiri(self, workspace: Workspace) -> None:
        if "harakiri" in self._parts:
            harakiri.measure(workspace, self._options.setup, self._options.pace.quick, self._progress, self._results)

    def _report(self) -> None:
        for summary in self._results.summaries().values():
            if summary.errors:
                self._results.add_problem(f"{summary.target}, {summary.workload}",
                                          f"{summary.errors} errors in {summary.rounds} rounds")
        out = self._options.out
        out.mkdir(parents=True, exist_ok=True)
        # Here, as matplotlib may be missing where nothing is drawn.
        from . import plots
        images = plots.draw_all(out, self._targets, self._results)
        export.write_json(out / "results.json", self._results)
        export.write_csv(out / "results.csv", self._results)
        export.write_report(out / "report.md", self._workloads, self._targets, self._results, images)
        self._print(out)

    def _print(self, out: Path) -> None:
        for table in [*tables.all_tables(self._workloads, self._targets, self._results),
                      tables.bars_table(self._results)]:
            print(f"\n{tables.text(table)}")
        usual, worst = self._results.noise()
        if usual > NOISE_LIMIT:
            print(f"\nbench: other programs used {100 * usual:.0f} % of the processors (up to {100 * worst:.0f} %): "
                  "do not trust these figures", file=sys.stderr)
        for problem in self._results.problems:
            print(f"bench: {problem.subject}: {problem.reason}", file=sys.stderr)
        print(f"\nbench: the results are in {out}")


def _hello() -> Workload:
    return next(workload for workload in workloads.WORKLOADS if workload.name == "hello-c32")


def _print_list(known: list[Target]) -> None:
    print("Targets:")
    for target in known:
        print(f"  {target.name:18s}{target.title}")
    print("Workloads (* in a quick run):")
    for workload in workloads.WORKLOADS:
        print(f"  {workload.name:18s}{workload.title}{' *' * workload.bars}")
    print("Parts: " + ", ".join(part + " *" * (part in workloads.BAR_PARTS) for part in workloads.PARTS))
    print("Only if it is named: " + ", ".join(workloads.EXTRA_PARTS))


def _allow_many_files() -> None:
    """2048 clients, and as many connections behind nginx, are more than the usual 1024 files."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))


def main(arguments: list[str]) -> int:
    """Do what the command line says; the exit status."""
    options = parse(arguments)
    known = [*targets.TARGETS, *targets.other_jars(options.other_jars)]
    if options.list_only:
        _print_list(known)
        return 0
    try:
        chosen = targets.choose(options.targets, known)
        loads, parts = workloads.choose(options.workloads, options.pace.quick)
    except ValueError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    if not shutil.which("wrk"):
        print("bench: wrk is missing", file=sys.stderr)
        return 1
    Signals.install()
    _allow_many_files()
    try:
        return Run(options, chosen, loads, parts).execute()
    except Stopped as stopped:
        print(f"bench: {stopped}", file=sys.stderr)
        return stopped.status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
