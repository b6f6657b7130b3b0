"""The system of record: what an organisation enters, who did it, and what held when.

Apps of Django, lowest first; each has models, one file per verb under `actions/`, migrations:

- `journal`: append-only entries, chained by SHA-256; content that can be forgotten; the proof
- `organisation`: units over time, as they were on a day and as that was known at a moment
- `accounts`: people, invitations, sign-in, roles on a part of the organisation
- `notices`: what waits for whom, told on the page, by e-mail and in chats

What they share:

- `actions`: the one way in which records change: who may, the change, one journal entry
- `roles`: roles and their duties, one table
- `backups`: one archive of files and records, restored on either database
- `journal_search`: looking through the journal; who may know what is encrypted in it
- `verbs`: what the actions are called in both languages, one table
- `messages`: problems in the language of the person who is served
- `databases`, `secret_key`: where records lie, the key that signs sessions; needed by the settings

A later app stands above those it uses and adds models, actions and nothing else. Here are no
pages (`crossfoot.web`) and no calculation. May import all rooms below, as they take facts and an
`Organisation` and know nothing of a database.
"""

from __future__ import annotations
