"""Skills, and who has them at what level."""

from sqlmodel import Field, SQLModel


class Skill(SQLModel, table=True):
    __tablename__ = "skill"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    name: str = Field(index=True)
    category: str = ""
    needed_holders: int = Field(default=2, description="Fewer are too few")
    needed_level: int = Field(default=3, description="From which level on somebody holds it")


class PersonSkill(SQLModel, table=True):
    """`level` runs from 1 (beginner) to 5 (expert)."""

    __tablename__ = "person_skill"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    skill_id: int = Field(foreign_key="skill.id", index=True)
    level: int = 3
