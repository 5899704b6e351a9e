"""The office: one row of what holds for everyone (calendar, thresholds, currency, period)."""

from datetime import date

from sqlmodel import Field, SQLModel


class Office(SQLModel, table=True):
    """Always the row with id 1. Thresholds are ratios (SPI, CPI), shares 0..1 or calendar days."""

    __tablename__ = "office"

    id: int | None = Field(default=None, primary_key=True)
    name: str = "PMO"
    currency: str = "CNY"
    calendar_id: int | None = Field(default=None, foreign_key="working_calendar.id")
    status_date: date
    period: str = Field(description="The open reporting period, YYYY-MM")
    committee: str = ""
    committee_date: date | None = None
    amber_index: float = Field(default=0.95, description="SPI or CPI below it is amber")
    red_index: float = Field(default=0.85, description="SPI or CPI below it is red")
    amber_slip_days: int = 7
    red_slip_days: int = 21
    amber_quality: float = 0.95
    red_quality: float = 0.90
    amber_exposure: float = Field(default=0.10, description="Exposure as a share of the budget")
    red_exposure: float = 0.20
    amber_load: float = 1.0
    red_load: float = 1.3
    progress_rule: str = Field(default="retained", description="domain.tasks.ProgressRule")
    near_critical_days: float = Field(default=2.0, description="Working days of float")
    shows_performance: bool = Field(
        default=False, description="Whether how people did is shown, and can be written down"
    )
    idle_load: float = Field(default=0.5, description="A load below it is idle")
