"""The drawing of a run: small multiples over time."""

from __future__ import annotations

import math
from pathlib import Path

# macro.plots chooses the backend.
from macro.plots import STYLE, THOUSANDS, save

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from .sampler import Sample
from .verdict import WARM_UP_SHARE

_DARK, _PALE, _OTHER = "#1f4e9c", "#7aa6dc", "#d95f02"


def draw(path: Path, baseline: Sample, samples: list[Sample], final: Sample) -> None:
    """Draw everything as SVG and PNG."""
    with plt.rc_context(STYLE):
        figure, grid = plt.subplots(4, 2, figsize=(9.6, 9.6), sharex=True)
        everything = [baseline, *samples, final]
        quiet = [sample for sample in everything if sample.quiet]
        cells = grid.flatten()
        _lines(cells[0], everything, "Heap", "MB", {"in use": ("heap_mb", _PALE)})
        _lines(cells[0], quiet, "Heap", "MB", {"after a full collection": ("live_mb", _DARK)}, "o")
        _lines(cells[1], everything, "Direct memory", "MB", {"direct buffers": ("direct_mb", _PALE)})
        _lines(cells[1], quiet, "Direct memory", "MB", {"all native memory of Java code": ("native_mb", _DARK)}, "o")
        _lines(cells[2], everything, "Resident memory", "MB", {"RSS": ("rss_mb", _PALE)})
        _lines(cells[2], quiet, "Resident memory", "MB", {"the JVM's own, without the heap": ("jvm_mb", _DARK)}, "o")
        _lines(cells[3], everything, "File descriptors", "", {"under load": ("descriptors", _PALE)})
        _lines(cells[3], quiet, "File descriptors", "", {"at rest": ("descriptors", _DARK)}, "o")
        _lines(cells[4], everything, "Threads", "", {"under load": ("threads", _PALE)})
        _lines(cells[4], quiet, "Threads", "", {"at rest": ("threads", _DARK)}, "o")
        _lines(cells[5], everything, "Connections and temporary files", "",
               {"connections": ("connections", _PALE), "temporary files": ("files", _OTHER)})
        _rates(cells[6], everything, "Answered per second", {"all requests": ("requests", _DARK)})
        _rates(cells[7], everything, "Sent per second, and processors used",
               {"hostile": ("hostile", _OTHER), "refused": ("rejected", _DARK)})
        _processors(cells[7], everything)
        end = baseline.seconds + WARM_UP_SHARE * (final.seconds - baseline.seconds)
        for axes in cells:
            axes.axvspan(0, end / 60, color="#f2f2f2", linewidth=0, zorder=0)
            axes.set_xlim(baseline.seconds / 60, final.seconds / 60)
            axes.set_ylim(bottom=0, top=1.18 * axes.get_ylim()[1])
            if axes.get_ylim()[1] > 10:
                axes.yaxis.set_major_formatter(THOUSANDS)
            axes.legend(loc="lower right" if axes in cells[:5] else "upper right", ncols=2)
        for axes in cells[-2:]:
            axes.set_xlabel("minutes (grey: warm-up, not judged)")
        figure.tight_layout()
        save(figure, path)


def _lines(axes: Axes, samples: list[Sample], title: str, unit: str, fields: dict[str, tuple[str, str]],
           marker: str = "") -> None:
    for label, (name, colour) in fields.items():
        axes.plot([sample.seconds / 60 for sample in samples], [getattr(sample, name) for sample in samples],
                  marker=marker, markersize=3, linewidth=1.2, color=colour, label=label)
    axes.set_title(title)
    axes.set_ylabel(unit)


def _rates(axes: Axes, samples: list[Sample], title: str, fields: dict[str, tuple[str, str]]) -> None:
    # Before a quiet sample is a while in which nobody sent.
    pairs = [(before, later) for before, later in zip(samples, samples[1:]) if not later.quiet]
    for label, (name, colour) in fields.items():
        axes.plot([later.seconds / 60 for _, later in pairs], [rate(*pair, name) for pair in pairs], linewidth=1.0,
                  color=colour, label=label)
    axes.set_title(title)


def _processors(axes: Axes, samples: list[Sample]) -> None:
    busy = [sample for sample in samples if not sample.quiet]
    axes.plot([sample.seconds / 60 for sample in busy], [100 * sample.cpu for sample in busy], linewidth=1.0,
              color=_PALE, label="% of one processor")


def rate(before: Sample, later: Sample, name: str) -> float:
    """How much a counter grew per second."""
    seconds = later.seconds - before.seconds
    grown = float(getattr(later, name)) - float(getattr(before, name))
    return grown / seconds if seconds > 0 and grown >= 0 else math.nan
