"""The programme: sessions, speakers, rooms, slots, releases, exports."""
