-- Writing up a day, and a moment with several people at once: on each thread it is a meeting of her own.
set role cheminer_owner;

alter table interview add column kind text not null default 'one-to-one' check (kind in ('one-to-one', 'collective'));
comment on column interview.kind is 'A collective moment (workshop, table d''emploi) is one interview for each: nothing in it says who else was there, and no id is shared.';
grant insert (kind) on interview to cheminer_app;

comment on table note is 'What was said at one interview: {text, moved, outcome, keptBetween, form, common}. Outcome and keptBetween repeat clear columns, so that a former version is whole; form is the fingerprint of the form it came from; common is the note without names of a collective moment, sealed once for each. Read by its author and the people named with it (note_reader), never by reach alone.';

-- A moment being written up is one draft for each person, sealed with her key: the group stands nowhere but inside them, for its writer.
alter table draft drop constraint draft_form_check;
alter table draft add constraint draft_form_check check (form in ('interview', 'memo', 'collective'));
