"""What a timetable holds and where it clashes: arithmetic on plain values, without Django."""
