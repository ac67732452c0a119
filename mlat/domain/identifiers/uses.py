"""Which of the identifiers that platforms ask for an identifier of ours can be.

The platform's ids are those of `required_identifiers` in mlat/data/platforms.
"""

from __future__ import annotations

from collections.abc import Mapping

ALWAYS: Mapping[str, tuple[str, ...]] = {
    "numeric_id": (
        "account_id", "channel_id", "epic_account_id", "experience_or_place_id", "friend_code",
        "google_account_id", "profile_url_or_numeric_id", "server_id", "steam_id64", "user_id",
        "user_id_hex_8_4_4_4_12", "user_id_numeric", "user_id_snowflake_17_19_digits",
    ),
    "username": (
        "account_id", "email_or_yahoo_id", "handle", "line_id", "linked_social_login", "online_id_psn",
        "skype_id", "username", "username_and_profile_url", "username_exact", "username_exact_case",
        "username_or_account_url", "username_or_profile_url", "username_or_t_me_link", "xbox_gamertag",
    ),
    "url": (
        "blog_url", "channel_id_or_url", "comment_link", "domain_or_url",
        "file_or_folder_link_with_key", "permalink_of_post_or_comment", "profile_or_vanity_url",
        "profile_url", "profile_url_or_numeric_id", "shared_link_url", "site_url", "transfer_link",
        "username_and_profile_url", "username_or_account_url", "username_or_profile_url", "username_or_t_me_link",
        "video_id_or_url", "video_or_clip_url", "video_url",
    ),
    "phone": ("phone_e164",),
    "email": (
        "apple_account_email", "email", "email_or_yahoo_id", "gmail_or_account_email",
        "linked_social_login", "nintendo_account_email",
    ),
    "ip": (
        "ip_address", "ip_address_if_known",
    ),
    "imei": (
        "android_device_imei", "device_serial_or_imei", "imsi_or_imei",
    ),
    "wallet": ("wallet_address",),
    "onion": (
        "domain_or_url", "onion_address", "site_url",
    ),
    "message_link": (
        "channel_or_message_link", "comment_link", "message_id_or_link", "permalink_of_post_or_comment",
        "video_id_or_url", "video_or_clip_url", "video_url",
    ),
    "channel_link": (
        "channel_id_or_url", "channel_or_message_link", "profile_url", "username_or_t_me_link",
    ),
    "cybertip": (),
    "display_name": (),
    "unknown": (),
}  # fmt: skip

WITH_INSTANT: Mapping[str, tuple[str, ...]] = {
    "ip": ("aws_ip_and_time_utc",),
    "display_name": ("display_name_and_date",),
}
"""Only together with the instant at which it was seen."""
WITH_INSTANT_AND_PORT: Mapping[str, tuple[str, ...]] = {"ip": ("ip_address_and_port_with_time_utc",)}
WITH_DATE: Mapping[str, tuple[str, ...]] = {
    "username": ("username_plus_relevant_date",),
    "display_name": ("display_name_and_date",),
}
"""Only together with the dates on which it was in use."""
ANY_INSTANT = ("date_time_utc", "date_time_utc_of_session", "date_time_utc_to_the_second")
"""What an instant beside any identifier gives."""


def satisfies(type_: str, *, instant: bool = True, dated: bool = True, port: bool = True) -> frozenset[str]:
    """Ids of `required_identifiers` that an identifier of this type can be.

    `instant`, `dated` and `port` say whether it comes with an instant, with dates of use, with a port;
    all true answers for the type at its best. An unknown type satisfies nothing.
    """
    found = set(ALWAYS.get(type_, ()))
    if instant:
        found |= {*WITH_INSTANT.get(type_, ()), *(ANY_INSTANT if type_ in ALWAYS else ())}
    if instant and port:
        found |= set(WITH_INSTANT_AND_PORT.get(type_, ()))
        found |= {"source_port"} if type_ == "ip" else set()
    if dated:
        found |= set(WITH_DATE.get(type_, ()))
    return frozenset(found)
