-- What a correction leaves behind. The former text of a note is kept by the database itself: no code path can forget to.
set role cheminer_owner;

comment on table note is 'What was said at one interview: {text, moved, outcome, keptBetween, form}. Outcome and keptBetween repeat clear columns, so that a former version is whole; form is the fingerprint of the form it came from. Read by its author and the people named with it (note_reader), never by reach alone.';
comment on column revision.sealed is 'A former note or profile as it was sealed; a former answer {state, help, answered_on} or meeting {held_on, channel} sealed for this row.';

-- One text a meeting: whoever may write on the file does not add words to a colleague's meeting.
-- Within the file: across files, the refusal would say that a meeting exists elsewhere.
create unique index note_once on note (accompaniment_id, interview_id);

-- Each version knows who wrote it: the note's author first, then whoever made the correction that led to it.
create function keep_former_note() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	if new.version <> old.version + 1 then
		raise exception 'a corrected note is the next version of itself' using errcode = '23514';
	end if;
	insert into revision (id, accompaniment_id, note_id, subject, row_id, row_version, sealed, author_id, replaced_by)
	values (gen_random_uuid(), old.accompaniment_id, old.id, 'note', old.id, old.version, old.sealed,
		coalesce((select r.replaced_by from revision r where r.subject = 'note' and r.row_id = old.id and r.row_version = old.version - 1), old.author_id), me());
	return new; end $$;

grant select, insert on revision to cheminer_wall;
create policy wall_reads on revision for select to cheminer_wall using (true);
create policy wall_keeps on revision for insert to cheminer_wall with check (true);
alter function keep_former_note() owner to cheminer_wall;
create trigger keep_former before update of sealed, outcome, kept_between on note for each row execute function keep_former_note();

-- Former notes come from the trigger alone; the application keeps former versions of the rest.
drop policy keep on revision;
create policy keep on revision for insert to cheminer_app
	with check (subject <> 'note' and replaced_by = me() and may_write(accompaniment_id) and is_former(subject, row_id, row_version, accompaniment_id, note_id)
		and (note_id is null or reads_note(note_id) or subject = 'action' and exists (select from action t where t.id = row_id)));

-- Naming somebody with a text after it was written is told to her, and stays told when the name is taken away again.
create table widening (
	id uuid primary key default gen_random_uuid(),
	accompaniment_id uuid not null references accompaniment,
	note_id uuid not null references note,
	member_id uuid not null references member,
	named_by uuid not null references member,
	at timestamptz not null default clock_timestamp()
);
comment on table widening is 'Who was named later with which text, by whom, when; append-only, written by tell_widening() alone.';
create index on widening (accompaniment_id);
create index on widening (note_id);

create function tell_widening() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	insert into widening (accompaniment_id, note_id, member_id, named_by)
	select n.accompaniment_id, n.id, new.member_id, me() from note n where n.id = new.note_id and n.created_at < new.added_at and me() is not null;
	return null; end $$;

call guard('widening');
grant insert on widening to cheminer_wall;
create policy wall_tells on widening for insert to cheminer_wall with check (true);
alter function tell_widening() owner to cheminer_wall;
create trigger tell_widening after insert on note_reader for each row execute function tell_widening();
grant select on widening to cheminer_app;
create policy see on widening for select to cheminer_app
	using (accompaniment_id = any (array (select reach())) and note_id = any (array (select readable_notes())));
