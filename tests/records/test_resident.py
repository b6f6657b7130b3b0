from __future__ import annotations

import gc

from crossfoot.web.resident import load_resident


def test_what_stays_is_kept_out_of_the_garbage_collector() -> None:
    before = gc.get_freeze_count()
    try:
        assert load_resident() > before + 50_000  # metrics, registers and words of pages
        assert len(gc.get_objects()) < 50_000  # what is looked at again
    finally:
        gc.unfreeze()
