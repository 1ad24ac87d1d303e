"""SQLite through sqlite-utils: migrations, group-commit writer, repositories, change feed."""
