"""What a retelling may not get wrong, read from texts by rule: figures, dates, names, quotations, stance, support."""
