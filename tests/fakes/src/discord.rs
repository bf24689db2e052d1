//! A Discord.
