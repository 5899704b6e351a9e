"""The office's own wishes about the workbook that is sent out; what is not here is as usual."""

from sqlmodel import Field, SQLModel


class TemplateSheet(SQLModel, table=True):
    """`table` is a key of `domain.fields.TABLES`; an empty instruction is the usual one."""

    __tablename__ = "template_sheet"

    id: int | None = Field(default=None, primary_key=True)
    table: str = Field(unique=True)
    shown: bool = True
    instruction_en: str = ""
    instruction_zh: str = ""


class TemplateColumn(SQLModel, table=True):
    """`field` is a field's code (`task.finish`, or `custom.<uid>`); an empty header is the usual
    one."""

    __tablename__ = "template_column"

    id: int | None = Field(default=None, primary_key=True)
    field: str = Field(unique=True)
    position: int = 0
    shown: bool = True
    required: bool = False
    header_en: str = ""
    header_zh: str = ""
