-- One interview after another: appointments, interviews, notes and who reads them, promises, memos, former texts, drafts.
-- "sealed" columns hold one JSON object each, sealed with the person's key; associated data binds table, row, person and column.
set role cheminer_owner;

create table appointment (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	member_id uuid not null default me(),
	starts_at timestamptz not null,
	time_zone text not null,
	channel text not null default 'presence' check (channel in ('presence', 'phone', 'video', 'home', 'outside', 'message')),
	state text not null default 'planned' check (state in ('planned', 'met', 'released')),
	sealed text,
	created_by uuid default me(),
	version int not null default 1,
	unique (accompaniment_id, id),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id),
	foreign key (organization_id, member_id) references member (organization_id, id)
);
comment on column appointment.sealed is '{place}: where; shown to the front desk too.';
comment on column appointment.state is '"released" says that it did not happen or was moved, without a reason: nothing can be counted from it (product, never 2).';
create index on appointment (accompaniment_id, starts_at);
create index on appointment (member_id, starts_at) where state = 'planned';
create index on appointment (organization_id, starts_at) where state = 'planned';

create table interview (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	appointment_id uuid,
	held_on date not null,
	channel text not null check (channel in ('presence', 'phone', 'video', 'home', 'outside', 'message')),
	author_id uuid not null default me(),
	created_at timestamptz not null default now(),
	version int not null default 1,
	unique (accompaniment_id, id),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id),
	-- A parent of one pathway never has a child of another: what belongs together is referenced together.
	foreign key (accompaniment_id, appointment_id) references appointment (accompaniment_id, id)
);
create index on interview (accompaniment_id, held_on desc, id desc);

create table note (
	id uuid primary key,
	interview_id uuid not null,
	accompaniment_id uuid not null,
	author_id uuid not null default me(),
	outcome text check (outcome in ('moved', 'not-this-time', 'thinking')),
	kept_between boolean not null default false,
	sealed text not null,
	created_at timestamptz not null default now(),
	version int not null default 1,
	foreign key (accompaniment_id, interview_id) references interview (accompaniment_id, id)
);
comment on table note is 'What was said at one interview: {text, moved}. Read by its author and the people named with it (note_reader), never by reach alone.';
comment on column note.kept_between is '"Une partie reste entre nous, à sa demande": said, never what.';
create index on note (accompaniment_id);
create index on note (interview_id);

create table note_reader (
	note_id uuid not null references note,
	member_id uuid not null references member,
	added_at timestamptz not null default now(),
	added_by uuid default me(),
	primary key (member_id, note_id)
);
comment on table note_reader is '"Nous": the people named with a text. Naming someone later is a widening, and told.';
create index on note_reader (note_id);

create table action (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	note_id uuid references note,
	owner text not null check (owner in ('person', 'practitioner', 'both', 'other')),
	owner_member_id uuid,
	due_on date,
	state text not null default 'open' check (state in ('open', 'done', 'tried', 'changed', 'not-now')),
	help text check (help in ('alone', 'some-help', 'together', 'done-for')),
	answered_on date,
	answered_in uuid,
	sealed text not null,
	author_id uuid not null default me(),
	created_at timestamptz not null default now(),
	version int not null default 1,
	check (help is null or state = 'done'),
	check ((owner = 'practitioner') = (owner_member_id is not null)),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id),
	foreign key (organization_id, owner_member_id) references member (organization_id, id),
	foreign key (accompaniment_id, answered_in) references interview (accompaniment_id, id)
);
comment on table action is 'What someone does before next time: {text}. Read like the note it was born in, and by whoever holds the promise.';
comment on column action.help is 'Asked after "done" only: what was gained is said in words, never as a figure (domain 6).';
create index on action (accompaniment_id, state);
create index on action (owner_member_id) where state = 'open';

create table memo (
	id uuid primary key,
	accompaniment_id uuid not null references accompaniment,
	author_id uuid not null default me(),
	sealed text not null,
	created_at timestamptz not null default now(),
	expires_at timestamptz not null,
	version int not null default 1,
	check (expires_at <= created_at + interval '13 months')
);
comment on table memo is 'A practitioner''s own reminder: another table, never a column. Read by its author alone, erased on its date.';
create index on memo (author_id, accompaniment_id);
create index on memo (expires_at);

create table revision (
	id uuid primary key,
	accompaniment_id uuid not null references accompaniment,
	note_id uuid references note,
	subject text not null check (subject in ('note', 'action', 'profile', 'frame', 'interview')),
	row_id uuid not null,
	row_version int not null,
	sealed text not null,
	author_id uuid not null default me(),
	replaced_by uuid,
	created_at timestamptz not null default now(),
	unique (subject, row_id, row_version),
	-- A former text is read like the text: without its note it would be open to everyone in reach.
	check (subject <> 'note' or (note_id is not null and note_id = row_id))
);
comment on table revision is 'Append-only former versions, as they were sealed: a correction keeps the former text and says who changed it (decisions 18).';
create index on revision (row_id);

create table draft (
	id uuid primary key,
	member_id uuid not null default me(),
	accompaniment_id uuid not null references accompaniment,
	form text not null check (form in ('interview', 'memo')),
	sealed text not null,
	updated_at timestamptz not null default now(),
	unique (member_id, accompaniment_id, form)
);
comment on table draft is 'What is being typed, sealed, its writer''s alone; cleared when it is recorded, and after 30 days.';

-- Texts are read by the people named with them, within reach.
create function named_with() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as
$$ begin return query select r.note_id from note_reader r where r.member_id = me(); end $$;
create function wrote_note(wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as
$$ begin return exists (select from note n where n.id = wanted and n.author_id = me() and in_reach(n.accompaniment_id)); end $$;
create function reads_note(wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as
$$ begin return exists (select from note n where n.id = wanted and in_reach(n.accompaniment_id)
	and (n.author_id = me() or exists (select from note_reader r where r.note_id = n.id and r.member_id = me()))); end $$;
create function note_is_of(wanted uuid, on_accompaniment uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as
$$ begin return exists (select from note n where n.id = wanted and n.accompaniment_id = on_accompaniment); end $$;
-- Named with a text: only someone who walks with her today. Naming a colleague on the accompaniment comes first, and is told.
create function may_read_note(reader uuid, wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as
$$ begin return exists (select from note n join accompaniment a on a.id = n.accompaniment_id where n.id = wanted and may_be_named(reader, a.id)
	and (a.lead_id = reader or exists (select from colleague c where c.accompaniment_id = a.id and c.member_id = reader and (c.until is null or c.until > now())))); end $$;
-- Which readers a note has: seen by whoever reads the note.
create function readable_notes() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as
$$ begin return query select n.id from note n where n.accompaniment_id = any (array (select reach()))
	and (n.author_id = me() or exists (select from note_reader r where r.note_id = n.id and r.member_id = me())); end $$;

-- A former version belongs to a row of this accompaniment that exists, is not newer than it, and stays with the note it was born in.
create function is_former(what text, wanted uuid, former_version int, on_accompaniment uuid, of_note uuid) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$ begin return case what
	when 'note' then of_note = wanted and exists (select from note n
		where n.id = wanted and n.accompaniment_id = on_accompaniment and n.version >= former_version)
	when 'action' then exists (select from action t
		where t.id = wanted and t.accompaniment_id = on_accompaniment and t.version >= former_version and t.note_id is not distinct from of_note)
	when 'interview' then of_note is null and exists (select from interview i
		where i.id = wanted and i.accompaniment_id = on_accompaniment and i.version >= former_version)
	else of_note is null and in_reach(on_accompaniment) end; end $$;

-- Last met and next appointment are kept on the accompaniment (decisions 10).
create function keep_last_met() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare wanted uuid := coalesce(new.accompaniment_id, old.accompaniment_id); begin
	update accompaniment a set (last_met_on, last_channel) =
		(select i.held_on, i.channel from interview i where i.accompaniment_id = wanted order by i.held_on desc, i.id desc limit 1)
	where a.id = wanted;
	return null; end $$;
create function keep_next() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare wanted uuid := coalesce(new.accompaniment_id, old.accompaniment_id); begin
	update accompaniment a set next_at =
		(select min(p.starts_at) from appointment p where p.accompaniment_id = wanted and p.state = 'planned' and p.starts_at > now())
	where a.id = wanted;
	return null; end $$;
-- Time passes without a write: a job asks this every few minutes.
create function refresh_next() returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare changed int; begin
	update accompaniment a set next_at =
		(select min(p.starts_at) from appointment p where p.accompaniment_id = a.id and p.state = 'planned' and p.starts_at > now())
	where a.next_at <= now();
	get diagnostics changed = row_count;
	return changed; end $$;

grant select on appointment, interview, note, note_reader to cheminer_wall;
grant select (id, accompaniment_id, note_id, version) on action to cheminer_wall;
grant update (last_met_on, last_channel, next_at) on accompaniment to cheminer_wall;
create policy wall_keeps on accompaniment for update to cheminer_wall using (true) with check (true);
do $$ declare f text; begin
	foreach f in array array['named_with()', 'wrote_note(uuid)', 'reads_note(uuid)', 'note_is_of(uuid, uuid)', 'may_read_note(uuid, uuid)', 'readable_notes()',
		'is_former(text, uuid, int, uuid, uuid)', 'keep_last_met()', 'keep_next()', 'refresh_next()'] loop
		execute format('alter function %s owner to cheminer_wall', f);
	end loop;
end $$;
set role cheminer_wall;
grant execute on function named_with(), wrote_note(uuid), reads_note(uuid), note_is_of(uuid, uuid), may_read_note(uuid, uuid), readable_notes(),
	is_former(text, uuid, int, uuid, uuid) to cheminer_app;
grant execute on function refresh_next() to cheminer_jobs;
set role cheminer_owner;
create trigger keep_last_met after insert or update of held_on, channel or delete on interview for each row execute function keep_last_met();
create trigger keep_next after insert or update of starts_at, state or delete on appointment for each row execute function keep_next();

do $$ declare t text; begin
	foreach t in array array['appointment', 'interview', 'note', 'note_reader', 'action', 'memo', 'revision'] loop
		call guard(t::regclass);
	end loop;
	foreach t in array array['appointment', 'interview', 'note', 'note_reader', 'action'] loop
		execute format('create policy wall_reads on %I for select to cheminer_wall using (true)', t);
	end loop;
end $$;
call guard('draft', archived => false);

grant select, insert (id, accompaniment_id, member_id, starts_at, time_zone, channel, sealed), update (starts_at, time_zone, channel, state, sealed, member_id, version) on appointment to cheminer_app;
create policy see on appointment for select to cheminer_app using (accompaniment_id = any (array (select reach())));
create policy plan on appointment for insert to cheminer_app with check (organization_id = (select my_organization()) and may_write(accompaniment_id) and may_be_named(member_id, accompaniment_id));
create policy change on appointment for update to cheminer_app using (accompaniment_id = any (array (select reach()))) with check (may_write(accompaniment_id));

grant select, insert (id, accompaniment_id, appointment_id, held_on, channel), update (held_on, channel, version) on interview to cheminer_app;
create policy see on interview for select to cheminer_app using (accompaniment_id = any (array (select reach())));
create policy record on interview for insert to cheminer_app with check (organization_id = (select my_organization()) and author_id = me() and may_write(accompaniment_id));
create policy correct on interview for update to cheminer_app using (author_id = me() and accompaniment_id = any (array (select reach()))) with check (author_id = me() and may_write(accompaniment_id));

grant select, insert (id, interview_id, accompaniment_id, outcome, kept_between, sealed), update (outcome, kept_between, sealed, version) on note to cheminer_app;
create policy see on note for select to cheminer_app
	using (accompaniment_id = any (array (select reach())) and (author_id = me() or id = any (array (select named_with()))));
create policy record on note for insert to cheminer_app with check (author_id = me() and may_write(accompaniment_id));
-- Both can correct what was noted: here, any named reader; the former text stays in revision, with who changed it.
create policy correct on note for update to cheminer_app
	using (accompaniment_id = any (array (select reach())) and (author_id = me() or id = any (array (select named_with()))))
	with check (may_write(accompaniment_id));

grant select, insert (note_id, member_id), delete on note_reader to cheminer_app;
create policy see on note_reader for select to cheminer_app using (note_id = any (array (select readable_notes())));
create policy name on note_reader for insert to cheminer_app with check (wrote_note(note_id) and may_read_note(member_id, note_id));
create policy untick on note_reader for delete to cheminer_app using (note_id = any (array (select readable_notes())) and wrote_note(note_id));

grant select, insert (id, accompaniment_id, note_id, owner, owner_member_id, due_on, sealed), update (owner, owner_member_id, due_on, state, help, answered_on, answered_in, sealed, version) on action to cheminer_app;
create policy see on action for select to cheminer_app
	using (accompaniment_id = any (array (select reach())) and (note_id is null or author_id = me() or owner_member_id = me() or note_id = any (array (select named_with()))));
create policy promise on action for insert to cheminer_app
	with check (organization_id = (select my_organization()) and author_id = me() and may_write(accompaniment_id)
		and (note_id is null or (reads_note(note_id) and note_is_of(note_id, accompaniment_id)))
		and (owner_member_id is null or may_be_named(owner_member_id, accompaniment_id)));
create policy answer on action for update to cheminer_app
	using (accompaniment_id = any (array (select reach())) and (note_id is null or author_id = me() or owner_member_id = me() or note_id = any (array (select named_with()))))
	with check (may_write(accompaniment_id));

grant select, insert (id, accompaniment_id, sealed, expires_at), update (sealed, expires_at, version), delete on memo to cheminer_app;
create policy mine on memo to cheminer_app
	using (author_id = me() and expires_at > now() and accompaniment_id = any (array (select reach())))
	with check (author_id = me() and in_reach(accompaniment_id));

grant select, insert (id, accompaniment_id, note_id, subject, row_id, row_version, sealed, author_id, replaced_by) on revision to cheminer_app;
create policy see on revision for select to cheminer_app
	using (accompaniment_id = any (array (select reach())) and (note_id is null or note_id = any (array (select readable_notes()))));
create policy keep on revision for insert to cheminer_app
	with check (replaced_by = me() and may_write(accompaniment_id) and is_former(subject, row_id, row_version, accompaniment_id, note_id)
		and (note_id is null or reads_note(note_id) or subject = 'action' and exists (select from action t where t.id = row_id)));

grant select, insert (id, accompaniment_id, form, sealed), update (sealed, updated_at), delete on draft to cheminer_app;
create policy mine on draft to cheminer_app
	using (member_id = me() and accompaniment_id = any (array (select reach())))
	with check (member_id = me() and in_reach(accompaniment_id));

-- A colleague newly put on an appointment or a promise may be named here; one who has left since keeps those that were his.
create function keep_named() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare former uuid := (to_jsonb(old) ->> tg_argv[0])::uuid; wanted uuid := (to_jsonb(new) ->> tg_argv[0])::uuid; begin
	if me() is not null and wanted is distinct from former and not may_be_named(wanted, new.accompaniment_id) then
		raise exception 'this colleague cannot be named here' using errcode = '42501';
	end if;
	return new; end $$;
create trigger keep_named before update of member_id on appointment for each row execute function keep_named('member_id');
create trigger keep_named before update of owner_member_id on action for each row execute function keep_named('owner_member_id');

-- Jobs clear what has had its time; they see dates, never a text.
grant select (id, expires_at), delete on memo to cheminer_jobs;
create policy clear on memo to cheminer_jobs using (expires_at <= now());
grant select (id, updated_at), delete on draft to cheminer_jobs;
create policy clear on draft to cheminer_jobs using (updated_at < now() - interval '30 days');

-- Statistics counts meetings, never reads one.
grant select (id, accompaniment_id, organization_id, held_on, channel) on interview to cheminer_statistics;
create policy count on interview for select to cheminer_statistics using (true);
