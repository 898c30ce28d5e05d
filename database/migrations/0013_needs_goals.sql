-- Needs in two voices, goals with the wish kept beside what was agreed, who reads them, and every former version of both.
-- A need and a goal are read like a note: by their author and the people named with them, within reach (decisions 5).
set role cheminer_owner;

create table need (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	author_id uuid not null default me(),
	sealed text not null,
	created_at timestamptz not null default now(),
	ended_at timestamptz,
	version int not null default 1,
	unique (accompaniment_id, id),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id)
);
comment on table need is 'One topic that was opened: {list, code, label, ended}. A code can say violence: it is sealed, stands in no index, and nothing here is unique by it (decisions 4). "label" is hers, for what no family names; "ended" (null, settled, left) repeats ended_at, so that a former version is whole.';
comment on column need.ended_at is '"Réglé" or "on n''en parle plus", since when; a need is opened again by the same gesture.';
create index on need (accompaniment_id);

create table need_voice (
	id uuid primary key,
	need_id uuid not null,
	accompaniment_id uuid not null,
	voice text not null check (voice in ('person', 'practitioner')),
	author_id uuid not null default me(),
	sealed text not null,
	created_at timestamptz not null default now(),
	version int not null default 1,
	foreign key (accompaniment_id, need_id) references need (accompaniment_id, id)
);
comment on table need_voice is 'What one side says of a need: {words, when, works, how}; when is now, later, not-a-topic or null; works ("ce qui marche déjà") and how it was said (orally, screen, paper) are hers. Her voice is put right by whoever reads the need, a practitioner''s by himself.';
-- Whoever adds a voice reads the need: a refusal says nothing that is not on the page.
create unique index need_voice_hers on need_voice (need_id) where voice = 'person';
create unique index need_voice_of on need_voice (need_id, author_id) where voice = 'practitioner';
create index on need_voice (accompaniment_id);

create table need_reader (
	need_id uuid not null references need,
	member_id uuid not null references member,
	added_at timestamptz not null default now(),
	added_by uuid default me(),
	primary key (member_id, need_id)
);
create index on need_reader (need_id);

create table goal (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	author_id uuid not null default me(),
	state text not null default 'open' check (state in ('open', 'reached', 'paused', 'let-go')),
	sealed text not null,
	created_at timestamptz not null default now(),
	version int not null default 1,
	unique (accompaniment_id, id),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id)
);
comment on table goal is 'Where she wants to go: {domain, state}; its words stand in goal_wording. "domain" is a need code or null (work is one domain among others) and is sealed like it; "state" repeats the clear column, so that a former version is whole. The four states are equally calm.';
create index on goal (accompaniment_id);

create table goal_wording (
	id uuid primary key,
	goal_id uuid not null,
	accompaniment_id uuid not null,
	kind text not null check (kind in ('wish', 'agreed')),
	author_id uuid not null default me(),
	how text not null default 'orally' check (how in ('orally', 'screen', 'paper')),
	sealed text not null,
	created_at timestamptz not null default now(),
	unique (goal_id, id),
	foreign key (accompaniment_id, goal_id) references goal (accompaniment_id, id)
);
comment on table goal_wording is 'Her wish and what is agreed, word by word: {text}. Append-only: a wish said anew stands after the first, an agreement put otherwise after the former, which stays visible. The latest of its kind counts; author_id noted it, "how" says how it was said.';
create index on goal_wording (accompaniment_id);

create table goal_confirmation (
	id uuid primary key,
	goal_id uuid not null,
	wording_id uuid not null,
	accompaniment_id uuid not null,
	voice text not null check (voice in ('person', 'practitioner')),
	how text not null check (how in ('orally', 'screen', 'paper')),
	said_on date not null,
	recorded_by uuid not null default me(),
	created_at timestamptz not null default now(),
	withdrawn_at timestamptz,
	withdrawn_by uuid,
	foreign key (goal_id, wording_id) references goal_wording (goal_id, id),
	foreign key (accompaniment_id, goal_id) references goal (accompaniment_id, id)
);
comment on table goal_confirmation is 'A yes to one wording, hers or the practitioner''s, with how it was said and who noted it. A goal is agreed when its latest "agreed" wording holds both: put otherwise, it has lost them. Taken back, it stays told.';
create unique index goal_confirmed on goal_confirmation (wording_id, voice) where withdrawn_at is null;
create index on goal_confirmation (goal_id);
create index on goal_confirmation (accompaniment_id);

create table goal_step (
	id uuid primary key,
	goal_id uuid not null,
	accompaniment_id uuid not null,
	author_id uuid not null default me(),
	position int not null default 0,
	done_on date,
	help text check (help in ('alone', 'some-help', 'together', 'done-for')),
	sealed text not null,
	created_at timestamptz not null default now(),
	version int not null default 1,
	check (help is null or done_on is not null),
	foreign key (accompaniment_id, goal_id) references goal (accompaniment_id, id)
);
comment on table goal_step is 'A small step in her words: {text, doneOn, help}; the last two repeat clear columns, so that a former version is whole.';
create index on goal_step (goal_id);
create index on goal_step (accompaniment_id);

create table goal_reader (
	goal_id uuid not null references goal,
	member_id uuid not null references member,
	added_at timestamptz not null default now(),
	added_by uuid default me(),
	primary key (member_id, goal_id)
);
create index on goal_reader (goal_id);

alter table action add column goal_id uuid, add foreign key (accompaniment_id, goal_id) references goal (accompaniment_id, id);
create index on action (goal_id) where goal_id is not null;
comment on column action.goal_id is 'What it is for. An action born outside a note is read like its goal.';

-- Former versions and later namings are those of a note, of a need or of a goal: exactly one.
alter table revision add column need_id uuid references need, add column goal_id uuid references goal,
	drop constraint revision_subject_check,
	add check (subject in ('note', 'action', 'profile', 'frame', 'interview', 'need', 'need_voice', 'goal', 'goal_step')),
	add check (num_nonnulls(note_id, need_id, goal_id) <= 1),
	-- Without its need or its goal, a former version would be open to everyone in reach.
	add check (subject not in ('need', 'need_voice') or need_id is not null),
	add check (subject not in ('goal', 'goal_step') or goal_id is not null);
comment on column revision.sealed is 'A former note, profile, need, voice, goal or step as it was sealed; a former answer {state, help, answered_on} or meeting {held_on, channel} sealed for this row.';
alter table widening alter column note_id drop not null, add column need_id uuid references need, add column goal_id uuid references goal,
	add check (num_nonnulls(note_id, need_id, goal_id) = 1);
create index on widening (need_id) where need_id is not null;
create index on widening (goal_id) where goal_id is not null;

-- Who reads, said once for both: the functions of a note (0003), by the same names and rules.
do $$ declare t text; begin
	foreach t in array array['need', 'goal'] loop
		execute replace($sql$
			create function named_with_%1() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as
			$f$ begin return query select r.%1_id from %1_reader r where r.member_id = me(); end $f$;
			create function wrote_%1(wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as
			$f$ begin return exists (select from %1 n where n.id = wanted and n.author_id = me() and in_reach(n.accompaniment_id)); end $f$;
			create function reads_%1(wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as
			$f$ begin return exists (select from %1 n where n.id = wanted and in_reach(n.accompaniment_id)
				and (n.author_id = me() or exists (select from %1_reader r where r.%1_id = n.id and r.member_id = me()))); end $f$;
			create function may_read_%1(reader uuid, wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as
			$f$ begin return exists (select from %1 n join accompaniment a on a.id = n.accompaniment_id where n.id = wanted and may_be_named(reader, a.id)
				and (a.lead_id = reader or exists (select from colleague c where c.accompaniment_id = a.id and c.member_id = reader and (c.until is null or c.until > now())))); end $f$;
			create function readable_%1s() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as
			$f$ begin return query select n.id from %1 n where n.accompaniment_id = any (array (select reach()))
				and (n.author_id = me() or exists (select from %1_reader r where r.%1_id = n.id and r.member_id = me())); end $f$;
			create function tell_widening_%1() returns trigger language plpgsql security definer set search_path = public, pg_temp as $f$ begin
				insert into widening (accompaniment_id, %1_id, member_id, named_by)
				select n.accompaniment_id, n.id, new.member_id, me() from %1 n where n.id = new.%1_id and n.created_at < new.added_at and me() is not null;
				return null; end $f$;
			grant select on %1, %1_reader to cheminer_wall;
			comment on table %1_reader is '"Nous": the people named with a %1. Naming someone later is a widening, and told.';
		$sql$, '%1', t);
	end loop;
end $$;

-- Each version knows who wrote it: first the author, then whoever made the change that led to it. The argument names the column of what it is read like.
create function keep_former() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare former jsonb := to_jsonb(old); begin
	if new.version <> old.version + 1 then
		raise exception 'a change is the next version of itself' using errcode = '23514';
	end if;
	insert into revision (id, accompaniment_id, need_id, goal_id, subject, row_id, row_version, sealed, author_id, replaced_by)
	values (gen_random_uuid(), old.accompaniment_id,
		case when tg_table_name = 'need' then old.id when tg_table_name = 'need_voice' then (former ->> 'need_id')::uuid end,
		case when tg_table_name = 'goal' then old.id when tg_table_name = 'goal_step' then (former ->> 'goal_id')::uuid end,
		tg_table_name, old.id, old.version, old.sealed,
		coalesce((select r.replaced_by from revision r where r.subject = tg_table_name and r.row_id = old.id and r.row_version = old.version - 1), old.author_id), me());
	return new; end $$;

-- A former answer to an action born outside a note is read like the goal of the action: no code path can forget it.
create function keep_goal_of_answer() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	if new.subject = 'action' and new.note_id is null then
		new.goal_id := (select t.goal_id from action t where t.id = new.row_id);
	end if;
	return new; end $$;

-- An action takes a goal that I read; one that is read like its goal keeps it, else a wider goal would open it without being told.
create function keep_goal() returns trigger language plpgsql set search_path = public, pg_temp as $$ begin
	if me() is null or new.goal_id is not distinct from old.goal_id then return new; end if;
	if old.goal_id is not null and old.note_id is null or new.goal_id is not null and not reads_goal(new.goal_id) then
		raise exception 'this action keeps its goal' using errcode = '42501';
	end if;
	return new; end $$;

-- A yes taken back is taken back once, by whoever does it now.
create function withdraw_once() returns trigger language plpgsql set search_path = public, pg_temp as $$ begin
	if me() is null then return new; end if;
	if old.withdrawn_at is not null then
		raise exception 'this was taken back already' using errcode = '23514';
	end if;
	new.withdrawn_at := now();
	new.withdrawn_by := me();
	return new; end $$;

grant select (goal_id) on action to cheminer_wall;
do $$ declare f text; begin
	foreach f in array array['named_with_need()', 'wrote_need(uuid)', 'reads_need(uuid)', 'may_read_need(uuid, uuid)', 'readable_needs()', 'tell_widening_need()',
		'named_with_goal()', 'wrote_goal(uuid)', 'reads_goal(uuid)', 'may_read_goal(uuid, uuid)', 'readable_goals()', 'tell_widening_goal()',
		'keep_former()', 'keep_goal_of_answer()'] loop
		execute format('alter function %s owner to cheminer_wall', f);
	end loop;
end $$;
set role cheminer_wall;
grant execute on function named_with_need(), wrote_need(uuid), reads_need(uuid), may_read_need(uuid, uuid), readable_needs(),
	named_with_goal(), wrote_goal(uuid), reads_goal(uuid), may_read_goal(uuid, uuid), readable_goals() to cheminer_app;
set role cheminer_owner;
create trigger tell_widening after insert on need_reader for each row execute function tell_widening_need();
create trigger tell_widening after insert on goal_reader for each row execute function tell_widening_goal();
create trigger keep_former before update on need for each row execute function keep_former();
create trigger keep_former before update on need_voice for each row execute function keep_former();
create trigger keep_former before update on goal for each row execute function keep_former();
create trigger keep_former before update on goal_step for each row execute function keep_former();
create trigger keep_goal before insert on revision for each row execute function keep_goal_of_answer();
create trigger keep_goal before update of goal_id on action for each row execute function keep_goal();
create trigger withdraw_once before update on goal_confirmation for each row execute function withdraw_once();

do $$ declare t text; begin
	foreach t in array array['need', 'need_voice', 'need_reader', 'goal', 'goal_wording', 'goal_confirmation', 'goal_step', 'goal_reader'] loop
		call guard(t::regclass);
		execute format('create trigger audit after insert or update or delete on %I for each row execute function audit_change()', t);
	end loop;
	foreach t in array array['need', 'need_reader', 'goal', 'goal_reader'] loop
		execute format('create policy wall_reads on %I for select to cheminer_wall using (true)', t);
	end loop;
	foreach t in array array['need', 'goal'] loop
		execute replace($sql$
			create policy see on %1 for select to cheminer_app
				using (accompaniment_id = any (array (select reach())) and (author_id = me() or id = any (array (select named_with_%1()))));
			create policy open on %1 for insert to cheminer_app
				with check (organization_id = (select my_organization()) and author_id = me() and may_write(accompaniment_id));
			-- Whoever reads it may put it right; what stood before stays, with who changed it.
			create policy correct on %1 for update to cheminer_app
				using (accompaniment_id = any (array (select reach())) and (author_id = me() or id = any (array (select named_with_%1()))))
				with check (may_write(accompaniment_id));
			grant select, insert (%1_id, member_id), delete on %1_reader to cheminer_app;
			create policy see on %1_reader for select to cheminer_app using (%1_id = any (array (select readable_%1s())));
			create policy name on %1_reader for insert to cheminer_app with check (wrote_%1(%1_id) and may_read_%1(member_id, %1_id));
			create policy untick on %1_reader for delete to cheminer_app using (%1_id = any (array (select readable_%1s())) and wrote_%1(%1_id));
		$sql$, '%1', t);
	end loop;
	foreach t in array array['goal_wording', 'goal_confirmation', 'goal_step'] loop
		execute format('create policy see on %I for select to cheminer_app using (goal_id = any (array (select readable_goals())))', t);
	end loop;
end $$;
grant select, insert (id, accompaniment_id, sealed), update (sealed, ended_at, version) on need to cheminer_app;
grant select, insert (id, accompaniment_id, sealed, state), update (sealed, state, version) on goal to cheminer_app;

grant select, insert (id, need_id, accompaniment_id, voice, sealed), update (sealed, version) on need_voice to cheminer_app;
create policy see on need_voice for select to cheminer_app using (need_id = any (array (select readable_needs())));
create policy say on need_voice for insert to cheminer_app with check (author_id = me() and may_write(accompaniment_id) and reads_need(need_id));
-- Nobody speaks for a colleague.
create policy correct on need_voice for update to cheminer_app
	using (need_id = any (array (select readable_needs())) and (voice = 'person' or author_id = me())) with check (may_write(accompaniment_id));

grant select, insert (id, goal_id, accompaniment_id, kind, how, sealed) on goal_wording to cheminer_app;
create policy say on goal_wording for insert to cheminer_app with check (author_id = me() and may_write(accompaniment_id) and reads_goal(goal_id));

-- A yes is a yes to what may be agreed, never to a wish.
grant select, insert (id, goal_id, wording_id, accompaniment_id, voice, how, said_on), update (withdrawn_at) on goal_confirmation to cheminer_app;
create policy confirm on goal_confirmation for insert to cheminer_app
	with check (recorded_by = me() and may_write(accompaniment_id) and reads_goal(goal_id)
		and exists (select from goal_wording w where w.id = wording_id and w.kind = 'agreed'));
create policy withdraw on goal_confirmation for update to cheminer_app
	using (goal_id = any (array (select readable_goals()))) with check (may_write(accompaniment_id));

grant select, insert (id, goal_id, accompaniment_id, position, done_on, help, sealed), update (position, done_on, help, sealed, version) on goal_step to cheminer_app;
create policy add on goal_step for insert to cheminer_app with check (author_id = me() and may_write(accompaniment_id) and reads_goal(goal_id));
create policy correct on goal_step for update to cheminer_app
	using (goal_id = any (array (select readable_goals()))) with check (may_write(accompaniment_id));

-- Actions: read like the note they were born in, else like their goal, else by everyone in reach; and by whoever holds the promise.
grant insert (goal_id), update (goal_id) on action to cheminer_app;
drop policy see on action;
create policy see on action for select to cheminer_app
	using (accompaniment_id = any (array (select reach())) and (author_id = me() or owner_member_id = me()
		or case when note_id is not null then note_id = any (array (select named_with()))
			when goal_id is not null then goal_id = any (array (select readable_goals())) else true end));
drop policy promise on action;
create policy promise on action for insert to cheminer_app
	with check (organization_id = (select my_organization()) and author_id = me() and may_write(accompaniment_id)
		and (note_id is null or (reads_note(note_id) and note_is_of(note_id, accompaniment_id)))
		and (goal_id is null or reads_goal(goal_id))
		and (owner_member_id is null or may_be_named(owner_member_id, accompaniment_id)));
drop policy answer on action;
create policy answer on action for update to cheminer_app
	using (accompaniment_id = any (array (select reach())) and (author_id = me() or owner_member_id = me()
		or case when note_id is not null then note_id = any (array (select named_with()))
			when goal_id is not null then goal_id = any (array (select readable_goals())) else true end))
	with check (may_write(accompaniment_id));

-- Former versions come from the triggers alone, but for what the application keeps itself.
drop policy see on revision;
create policy see on revision for select to cheminer_app
	using (accompaniment_id = any (array (select reach())) and case
		when note_id is not null then note_id = any (array (select readable_notes()))
		when need_id is not null then need_id = any (array (select readable_needs()))
		when goal_id is not null then goal_id = any (array (select readable_goals())) else true end);
drop policy keep on revision;
create policy keep on revision for insert to cheminer_app
	with check (subject in ('action', 'profile', 'frame', 'interview') and replaced_by = me() and may_write(accompaniment_id)
		and is_former(subject, row_id, row_version, accompaniment_id, note_id)
		-- An action's former answer is kept by whoever reads the action; without this, a colleague could take its place before it.
		and case when subject = 'action' then exists (select from action t where t.id = row_id) else note_id is null or reads_note(note_id) end);

drop policy see on widening;
create policy see on widening for select to cheminer_app
	using (accompaniment_id = any (array (select reach())) and case
		when note_id is not null then note_id = any (array (select readable_notes()))
		when need_id is not null then need_id = any (array (select readable_needs()))
		else goal_id = any (array (select readable_goals())) end);

-- The audit knows whose file a reader's row is. What changed in a need or a goal is told beside it, to its readers and nobody else: that
-- there is one is theirs already.
set role cheminer_wall;
create or replace function audit_change() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare fresh jsonb := case when tg_op = 'DELETE' then null else to_jsonb(new) end;
	former jsonb := case when tg_op = 'INSERT' then null else to_jsonb(old) end;
	row_now jsonb := coalesce(fresh, former);
	changed text[] := '{}'; begin
	if tg_op = 'UPDATE' then
		select coalesce(array_agg(key order by key), '{}') into changed from jsonb_each(fresh) where value is distinct from former -> key and key <> 'version';
		if changed = '{}' or changed <@ array['last_met_on', 'last_channel', 'next_at'] then return null; end if;
	end if;
	insert into audit (organization_id, member_id, act, subject, row_id, accompaniment_id, columns) values (
		coalesce((row_now ->> 'organization_id')::uuid, case when tg_table_name = 'organization' then (row_now ->> 'id')::uuid else my_organization() end),
		-- What an exclusion changes in another organisation is told there without a hand: it would say that she is known elsewhere.
		case when tg_table_name in ('accompaniment', 'colleague') and (row_now ->> 'organization_id')::uuid is distinct from my_organization() then null else me() end,
		lower(tg_op), tg_table_name,
		coalesce(row_now ->> 'id', concat_ws(':', row_now ->> 'accompaniment_id', row_now ->> 'note_id', row_now ->> 'need_id', row_now ->> 'goal_id',
			row_now ->> 'person_id', row_now ->> 'member_id', row_now ->> 'account_id')),
		case tg_table_name when 'accompaniment' then (row_now ->> 'id')::uuid
			when 'note_reader' then (select n.accompaniment_id from note n where n.id = (row_now ->> 'note_id')::uuid)
			when 'need_reader' then (select n.accompaniment_id from need n where n.id = (row_now ->> 'need_id')::uuid)
			when 'goal_reader' then (select n.accompaniment_id from goal n where n.id = (row_now ->> 'goal_id')::uuid)
			else (row_now ->> 'accompaniment_id')::uuid end,
		changed);
	return null; end $$;
set role cheminer_owner;
drop policy see on audit;
create policy see on audit for select to cheminer_app using (
	(accompaniment_id = any (array (select reach())) and subject <> 'note_reader' and subject !~ '^(need|goal)')
	or (accompaniment_id is null and organization_id = (select my_organization()) and subject in ('organization', 'member', 'invitation') and (select i_am('administrator'))));
