"""Charts: protected figures in; drawing, alternative text and data table out."""

from pipeline.charts.alternative import alternative_text
from pipeline.charts.drawing import draw, height_mm
from pipeline.charts.model import Chart, Kind, Series
from pipeline.charts.sparkline import sparkline
from pipeline.charts.table import DataTable, data_table

__all__ = [
    "Chart",
    "DataTable",
    "Kind",
    "Series",
    "alternative_text",
    "data_table",
    "draw",
    "height_mm",
    "sparkline",
]
