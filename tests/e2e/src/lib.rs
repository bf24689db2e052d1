//! Nothing but a place for the scenarios in `tests/chatlog` and the bench in `benches/load`, which start the program as its `main` does.
