"""Tests of the ground: the database server, the command line, backups, the doctor."""
