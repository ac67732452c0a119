"""Offices, the people who work in them, and who stands in for whom."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_security.core import UserMixin
from sqlalchemy import JSON, ForeignKey, String, false
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mlat.model.base import Base, Editable, Identified


class Office(Identified, Editable, Base):
    """An office that signs: its state, zone, letterhead and habits."""

    __tablename__ = "offices"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str]
    country: Mapped[str] = mapped_column(String(2))
    zone: Mapped[str]
    language: Mapped[str] = mapped_column(String(12))
    subdivision: Mapped[str] = mapped_column(String(12), default="", server_default="")
    """Part of the country whose own holidays count here, as `mlat.domain.calendars.subdivisions` knows it."""
    calendars: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """Ids of the tables of mlat/data/calendars that this office has switched on."""
    counting_rule: Mapped[str] = mapped_column(default="ar_cppf_114")
    letterhead: Mapped[list[Any]]
    """Lines under the name: address, switchboard as published."""
    place: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    hours: Mapped[str] = mapped_column(default="")
    signing: Mapped[str] = mapped_column(String(12), default="ink")
    """office_key, token or ink."""
    signing_key: Mapped[bytes | None]
    """The office's signing key (PEM), wrapped by the master key."""
    certificate: Mapped[bytes | None]
    own_authority: Mapped[str] = mapped_column(default="")
    """Authority id of the office itself when it transmits for others."""
    address_limit_days: Mapped[int] = mapped_column(default=365)
    """An address confirmed longer ago than this is not sent to."""
    recipient_page_days: Mapped[int] = mapped_column(default=0, server_default="0")
    """For how many days a recipient abroad may answer on a page of its own; 0: there is no such page."""
    automatic: Mapped[list[Any]] = mapped_column(default=list)
    """Rungs that this office lets go without a click."""
    automatic_by: Mapped[str | None] = mapped_column(String(32))
    """The person who let them: what they write is approved and signed under that standing order. Without one, it is
    only drafted."""
    training: Mapped[bool] = mapped_column(default=False)
    own_voice_age: Mapped[int | None]
    """From this age a young person's own wish counts here; none: from the age of majority."""
    family_sender: Mapped[str] = mapped_column(default="", server_default="")
    """How the office names itself on envelopes and mails to families; empty: its place alone."""
    feed_references: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether calendar feeds name the case and the request; else an entry says only what kind of date it is."""


class OfficeDayRow(Identified, Base):
    """Days of rest, or specially enabled days, that an office entered itself; a retired row stays for the history."""

    __tablename__ = "office_days"

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]
    type: Mapped[str] = mapped_column(String(12))
    """recess, bridge, closure or enabled."""
    name: Mapped[str]
    source: Mapped[str]
    entered_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime]
    retired_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    retired_at: Mapped[datetime | None]


class Role(Base):
    """A role by name (see `mlat.domain.permissions`)."""

    __tablename__ = "roles"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    description: Mapped[str | None]
    permissions: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSON()))


class UserRole(Base):
    """Which user holds which role."""

    __tablename__ = "user_roles"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("roles.id"), primary_key=True)


class User(Identified, UserMixin, Base):
    """Someone who logs in. The e-mail stays plain, because log-in needs it."""

    __tablename__ = "users"

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    code: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(255), unique=True)
    name: Mapped[str]
    function: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(12), default="es")
    zone: Mapped[str] = mapped_column(default="")
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    create_datetime: Mapped[datetime | None]
    update_datetime: Mapped[datetime | None]
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSON()))

    office: Mapped[Office] = relationship(lazy="joined")
    roles: Mapped[list[Role]] = relationship(secondary="user_roles", lazy="selectin")


class Absence(Identified, Base):
    """While someone is away, what is theirs to do goes to the deputy."""

    __tablename__ = "absences"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    deputy_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]


class NumberSeries(Base):
    """The last number given, per office, year and kind of paper."""

    __tablename__ = "number_series"

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    last: Mapped[int]
