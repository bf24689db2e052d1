//! A Telegram.
