"""The drawings of a run, each as SVG and PNG."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402  (the backend has to be chosen before)
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.colors import to_rgb  # noqa: E402
from matplotlib.ticker import FuncFormatter  # noqa: E402

from . import scaling  # noqa: E402
from .results import Results  # noqa: E402
from .samples import Summary  # noqa: E402
from .targets import Target  # noqa: E402

STYLE = {
    "font.family": "DejaVu Sans", "font.size": 9, "axes.titlesize": 10, "axes.titlelocation": "left",
    "axes.spines.top": False, "axes.spines.right": False, "axes.axisbelow": True, "axes.grid": True,
    "grid.color": "#dddddd", "grid.linewidth": 0.6, "legend.frameon": False, "legend.fontsize": 8,
    # The same file for the same data.
    "svg.hashsalt": "bench", "svg.fonttype": "none",
}
_MARKERS = {"ours": "o", "other": "D", "http": "s", "uwsgi": "^", "c-floor": "v"}
THOUSANDS = FuncFormatter(lambda value, _: f"{value:,.0f}".replace(",", " "))


def draw_all(directory: Path, targets: list[Target], results: Results) -> list[str]:
    """Draw everything for which there are figures; the names of the SVG files."""
    drawings: dict[str, Callable[[Path, list[Target], Results], bool]] = {
        "cpu-per-request": _cpu, "requests-per-second": _throughput, "latency": _latency,
        "connections": _connections, "threads": _threads, "idle-connections": _idle, "start": _starts,
    }
    with plt.rc_context(STYLE):
        return [f"{name}.svg" for name, draw in drawings.items() if draw(directory / name, targets, results)]


def save(figure: plt.Figure, path: Path) -> bool:
    """Write a figure as SVG and PNG, and close it."""
    figure.savefig(path.with_suffix(".svg"), bbox_inches="tight", metadata={"Date": None})
    figure.savefig(path.with_suffix(".png"), bbox_inches="tight", dpi=150, metadata={"Software": None})
    plt.close(figure)
    return True


def _rows(workload: str, targets: list[Target], results: Results) -> list[tuple[Target, Summary]]:
    summaries = results.summaries()
    return [(target, summary) for target in targets if (summary := summaries.get((workload, target.name)))]


def _bars(count: int) -> tuple[plt.Figure, Axes]:
    figure, axes = plt.subplots(figsize=(7.0, 0.9 + 0.3 * count))
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    return figure, axes


def _paler(colour: str) -> tuple[float, ...]:
    """Half way to white."""
    return tuple((1.0 + part) / 2 for part in to_rgb(colour))


def _cpu(path: Path, targets: list[Target], results: Results) -> bool:
    rows = _rows("hello-c32", targets, results)
    if not rows:
        return False
    figure, axes = _bars(len(rows))
    for place, (target, summary) in enumerate(rows):
        cost, user, system = (summary.median[name] for name in ("server_us", "server_user_us", "server_system_us"))
        # The medians of the parts need not add up to that of the whole.
        user *= cost / max(1e-9, user + system)
        axes.barh(place, user, color=target.colour, height=0.68)
        axes.barh(place, cost - user, left=user, color=_paler(target.colour), height=0.68)
        axes.annotate(f"{cost:.1f}", (cost, place), xytext=(4, 0), textcoords="offset points", va="center",
                      fontsize=8)
    axes.set_yticks(range(len(rows)), [target.name for target, _ in rows])
    axes.set_xlabel("CPU time of the server per request (µs): user mode, and paler the kernel's")
    axes.set_title("CPU time per request, 32 connections, medians")
    return save(figure, path)


def _throughput(path: Path, targets: list[Target], results: Results) -> bool:
    rows = _rows("hello-c32", targets, results)
    if not rows:
        return False
    figure, axes = _bars(len(rows))
    for place, (target, summary) in enumerate(rows):
        rate, least, largest = (values["rps"] for values in (summary.median, summary.least, summary.largest))
        axes.barh(place, rate, color=target.colour, height=0.68)
        axes.errorbar(rate, place, xerr=[[rate - least], [largest - rate]], color="#222222", capsize=2.5,
                      elinewidth=0.9, capthick=0.9)
    axes.set_yticks(range(len(rows)), [target.name for target, _ in rows])
    axes.xaxis.set_major_formatter(THOUSANDS)
    axes.set_xlabel("requests per second: median, and from the slowest to the fastest round")
    axes.set_title("Throughput, 32 connections")
    return save(figure, path)


def _latency(path: Path, targets: list[Target], results: Results) -> bool:
    rows = _rows("hello-c32", targets, results)
    if not rows:
        return False
    figure, axes = _bars(len(rows))
    figures = (("p50_us", "o", "p50"), ("p90_us", "D", "p90"), ("p99_us", "s", "p99"), ("p999_us", "^", "p99.9"))
    for place, (target, summary) in enumerate(rows):
        values = [summary.median[name] / 1000 for name, _, _ in figures]
        axes.plot(values, [place] * len(values), color=target.colour, linewidth=1.2, alpha=0.5)
        for value, (_, marker, _) in zip(values, figures):
            axes.plot(value, place, marker, color=target.colour, markersize=5.5)
    for _, marker, title in figures:
        axes.plot([], [], marker, color="#444444", markersize=5.5, label=title)
    axes.set_yticks(range(len(rows)), [target.name for target, _ in rows])
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.set_xlabel("latency (ms, logarithmic)")
    axes.set_title("Latency, 32 connections, medians of the rounds")
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return save(figure, path)


def _connections(path: Path, targets: list[Target], results: Results) -> bool:
    lines: list[tuple[Target, list[tuple[int, Summary]]]] = []
    for target in targets:
        points = sorted((int(workload.removeprefix("hello-c")), summary)
                        for (workload, name), summary in results.summaries().items()
                        if name == target.name and workload.startswith("hello-c"))
        if len(points) > 2:
            lines.append((target, points))
    if not lines:
        return False
    figure, both = plt.subplots(1, 2, figsize=(9.6, 3.8))
    for target, points in lines:
        counts = [count for count, _ in points]
        marker = next((mark for prefix, mark in _MARKERS.items() if target.name.startswith(prefix)), "o")
        for axes, figure_name in zip(both, ("rps", "server_us")):
            axes.plot(counts, [summary.median[figure_name] for _, summary in points], marker=marker, markersize=4,
                      linewidth=1.4, color=target.colour, label=target.name)
    for axes, title, label in zip(both, ("Throughput", "CPU time of the server per request"),
                                  ("requests per second", "CPU time (µs)")):
        _count_axis(axes, [count for count, _ in max((points for _, points in lines), key=len)], "connections")
        axes.set_ylim(bottom=0)
        axes.yaxis.set_major_formatter(THOUSANDS)
        axes.set_title(title)
        axes.set_ylabel(label)
    both[1].legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    figure.tight_layout()
    return save(figure, path)


def _count_axis(axes: Axes, counts: list[int], label: str) -> None:
    axes.set_xscale("log", base=2)
    axes.set_xticks(counts, [str(count) for count in counts])
    axes.minorticks_off()
    axes.set_xlabel(f"{label} (logarithmic)")


def _threads(path: Path, _targets: list[Target], results: Results) -> bool:
    if not results.threads_scaling:
        return False
    points = sorted((int(name.removeprefix("threads-")), summary) for (_, name), summary
                    in Results(samples=results.threads_scaling).summaries().items())
    counts = [count for count, _ in points]
    figure, both = plt.subplots(1, 2, figsize=(8.2, 3.2))
    for axes, name, title, label in zip(both, ("rps", "server_us"), ("Throughput", "CPU time per request"),
                                        ("requests per second", "CPU time (µs)")):
        middle, least, largest = ([getattr(summary, kind)[name] for _, summary in points]
                                  for kind in ("median", "least", "largest"))
        axes.fill_between(counts, least, largest, color="#1f4e9c", alpha=0.15, linewidth=0)
        axes.plot(counts, middle, marker="o", markersize=4, linewidth=1.4, color="#1f4e9c")
        _count_axis(axes, counts, "uwsgi.threads")
        axes.set_ylim(bottom=0)
        axes.yaxis.set_major_formatter(THOUSANDS)
        axes.set_title(title)
        axes.set_ylabel(label)
    figure.tight_layout()
    return save(figure, path)


def _idle(path: Path, _targets: list[Target], results: Results) -> bool:
    if len(results.idle) < 2:
        return False
    rss, heap = scaling.bytes_per_connection(results.idle)
    first, counts = results.idle[0], [point.connections for point in results.idle]
    more_rss = [point.rss_mb - first.rss_mb for point in results.idle]
    more_heap = [point.heap_mb - first.heap_mb for point in results.idle]
    figure, axes = plt.subplots(figsize=(5.2, 3.2))
    for values, title, colour in ((more_rss, f"RSS, {rss:.0f} bytes each", "#1f4e9c"),
                                  (more_heap, f"heap, {heap:.0f} bytes each", "#7aa6dc")):
        axes.plot(counts, values, marker="o", markersize=4, linewidth=1.4, color=colour, label=title)
    axes.set_ylim(bottom=min(0.0, *more_rss, *more_heap))
    axes.xaxis.set_major_formatter(THOUSANDS)
    axes.set_xlabel("idle connections that sent 4 bytes")
    axes.set_ylabel("more memory than without (MB)")
    axes.set_title("Memory of idle connections")
    axes.legend(loc="upper left")
    return save(figure, path)


def _starts(path: Path, _targets: list[Target], results: Results) -> bool:
    variants = list(dict.fromkeys(start.variant for start in results.starts))
    if not variants:
        return False
    figure, axes = _bars(len(variants))
    for place, variant in enumerate(variants):
        times = sorted(start.answered_ms for start in results.starts if start.variant == variant)
        colour = "#1f4e9c" if variant.startswith("starter") else "#d95f02"
        axes.barh(place, times[len(times) // 2], color=colour, height=0.6)
        axes.plot(times, [place] * len(times), "|", color="#222222", markersize=8)
    axes.set_yticks(range(len(variants)), variants)
    axes.xaxis.set_major_formatter(THOUSANDS)
    axes.set_xlabel("time from the start of the process to the first answer (ms): median, and each start")
    axes.set_title("Start")
    return save(figure, path)
