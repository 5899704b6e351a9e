"""Fields beyond the program's own: a team's extra columns, and the office's extra questions."""

from sqlmodel import Field, SQLModel


class CustomField(SQLModel, table=True):
    """`kind` is a value of `domain.fields.Kind`; `asked` fields go out in the workbooks."""

    __tablename__ = "custom_field"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    table: str = Field(index=True, description="A key of domain.fields.TABLES")
    name_en: str = ""
    name_zh: str = ""
    kind: str = "text"
    options: str = Field(default="[]", description="JSON list of what may be chosen; empty: any")
    asked: bool = False


class CustomValue(SQLModel, table=True):
    """The value of a custom field in one record, as text: dates ISO, numbers with a point."""

    __tablename__ = "custom_value"

    id: int | None = Field(default=None, primary_key=True)
    custom_field_id: int = Field(foreign_key="custom_field.id", index=True)
    row_id: int = Field(index=True)
    value: str = ""
