-- Her own space: the accompanied person is a user in full. She signs in with a card and a PIN, and acts through a role of her own, which no
-- policy of the staff knows: what is hers is read through policies named "hers", and nothing else of the house is there.
-- A row without an author, in a table whose author is otherwise a member, was written by herself.
set role cheminer_owner;

grant usage on schema public, keys to cheminer_person;

-- Who asks, when it is she; and with which cards: each opens the part of the organisation that gave it (docs/decisions/0042).
create function her() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('app.person', true), '')::uuid $$;
create function her_cards() returns uuid[] language sql stable parallel safe as
$$ select coalesce(nullif(current_setting('app.cards', true), '')::uuid[], '{}') $$;
grant execute on function her(), her_cards() to public;

create table carnet (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	person_id uuid not null references person,
	code_index text not null unique,
	pin text not null,
	also uuid[] not null default '{}',
	sealed text not null,
	given_by uuid default me(),
	created_at timestamptz not null default now(),
	ended_at timestamptz,
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id)
);
comment on table carnet is 'Her card: {code} sealed, found by its keyed hash; the PIN as Argon2id of a keyed hash, chosen by her. One that lives for each organisation that gave one: a new card ends the former and its sessions.';
comment on column carnet.also is 'Cards of other organisations, each proved with its own PIN, that she joined to this one: it opens their parts too, as long as they live. A link and nothing else: no row, no key changes (decisions 1).';
create unique index carnet_lives on carnet (person_id, organization_id) where ended_at is null;
create index on carnet (accompaniment_id);

create table auth.person_session (
	id uuid primary key,
	carnet_id uuid not null references carnet,
	token text not null unique,
	user_agent text not null default '',
	expires_at timestamptz not null,
	ended_at timestamptz,
	created_at timestamptz not null default now()
);
comment on table auth.person_session is 'A session of hers: half an hour without a sign of life, four hours in all. Apart from those of the staff (decisions 15).';
create index on auth.person_session (carnet_id);
create index on auth.person_session (expires_at);

create table reading_question (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null,
	journal_id uuid not null unique,
	sealed text not null,
	asked_at timestamptz not null default now(),
	answer text,
	answered_by uuid references member,
	answered_at timestamptz,
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id),
	check ((answer is null) = (answered_at is null))
);
comment on table reading_question is '"Je ne comprends pas cet accès": what she asks about one line of the journal, and what coordination answers; both sealed by the installation, since coordination opens no file. Kept until it is answered, and after.';
create index on reading_question (organization_id) where answer is null;
create index on reading_question (accompaniment_id);

do $$ declare t text; begin
	foreach t in array array['carnet', 'reading_question'] loop
		call guard(t::regclass);
		execute format('grant select on %I to cheminer_wall', t);
		execute format('create policy wall_reads on %I for select to cheminer_wall using (true)', t);
		execute format('create trigger audit after insert or update or delete on %I for each row execute function audit_change()', t);
		execute format('grant select on %I to cheminer_export', t);
		execute format('create policy take_along on %I for select to cheminer_export using (organization_id = (select the_organization()))', t);
	end loop;
end $$;
call guard('auth.person_session', archived => false);

-- Who walks with her sees that a card was given, by whom and when, and may print it again; never the PIN.
grant select (id, accompaniment_id, organization_id, sealed, given_by, created_at, ended_at), insert (id, accompaniment_id, person_id, code_index, pin, sealed), update (ended_at) on carnet to cheminer_app;
create policy see on carnet for select to cheminer_app using (accompaniment_id = any (array (select reach())));
create policy give on carnet for insert to cheminer_app
	with check (organization_id = (select my_organization()) and given_by = me() and may_write(accompaniment_id)
		and exists (select from accompaniment a where a.id = accompaniment_id and a.person_id = carnet.person_id));
create policy take_back on carnet for update to cheminer_app
	using (accompaniment_id = any (array (select reach()))) with check (ended_at is not null and may_write(accompaniment_id));

grant usage on schema auth to cheminer_wall;
grant select (id, carnet_id, ended_at), update (ended_at, expires_at) on auth.person_session to cheminer_wall;
create policy wall_reads on auth.person_session for select to cheminer_wall using (true);
create policy wall_ends on auth.person_session for update to cheminer_wall using (true) with check (true);
grant update (ended_at, also) on carnet to cheminer_wall;
create policy wall_ends on carnet for update to cheminer_wall using (true) with check (true);

-- A new card ends the one that this organisation gave before; whatever ends a card ends its sessions at once.
create function end_former_carnet() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	update carnet set ended_at = now() where person_id = new.person_id and organization_id = new.organization_id and ended_at is null;
	return new; end $$;
create function end_carnet_sessions() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	update auth.person_session set ended_at = now() where carnet_id = new.id and ended_at is null;
	return null; end $$;
-- After a death nobody signs in as her any more.
create function end_carnet_at_death() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	update carnet set ended_at = now() where accompaniment_id = new.id and ended_at is null;
	return null; end $$;
alter function end_former_carnet() owner to cheminer_wall;
alter function end_carnet_sessions() owner to cheminer_wall;
alter function end_carnet_at_death() owner to cheminer_wall;
create trigger end_former before insert on carnet for each row when (new.ended_at is null) execute function end_former_carnet();
create trigger end_sessions after update of ended_at on carnet for each row when (new.ended_at is not null and old.ended_at is null) execute function end_carnet_sessions();
create trigger end_carnet after update of ended_how on accompaniment for each row when (new.ended_how = 'death') execute function end_carnet_at_death();

-- Role auth finds a card by its code and checks its PIN; it learns which person and which parts, never a name.
grant select (id, person_id, organization_id, code_index, pin, also, ended_at) on carnet to cheminer_auth;
create policy accounts on carnet for select to cheminer_auth using (true);
grant update (also) on carnet to cheminer_auth;
create policy accounts_join on carnet for update to cheminer_auth using (ended_at is null) with check (true);
grant select, insert, update on auth.person_session to cheminer_auth;
create policy accounts on auth.person_session to cheminer_auth using (true) with check (true);

-- What her session says at each request, in one statement.
create function auth.session_person(wanted text)
returns table (session_id uuid, carnet_id uuid, person_id uuid, cards uuid[], country text, time_zone text)
language plpgsql volatile set search_path = public, pg_temp as $$
declare s record; begin
	select x.id, x.carnet_id, x.expires_at, x.created_at, c.person_id, c.organization_id, c.also into s
	from auth.person_session x join carnet c on c.id = x.carnet_id
	where x.token = wanted and x.ended_at is null and x.expires_at > now() and x.created_at > now() - interval '4 hours' and c.ended_at is null;
	if not found then return; end if;
	if s.expires_at < least(now() + interval '25 minutes', s.created_at + interval '4 hours') then
		update auth.person_session x set expires_at = least(now() + interval '30 minutes', x.created_at + interval '4 hours')
		where x.id = s.id and x.ended_at is null;
	end if;
	return query select s.id, s.carnet_id, s.person_id, s.carnet_id || s.also, t.country, t.time_zone
	from organization o join territory t on t.id = o.territory_id where o.id = s.organization_id; end $$;
grant execute on function auth.session_person(text) to cheminer_auth;
grant select (expires_at), delete on auth.person_session to cheminer_jobs;
create policy clear on auth.person_session to cheminer_jobs using (expires_at < now() - interval '1 day');

-- What is hers: the accompaniments of the parts that her cards open, as long as these live.
create function her_files() returns setof uuid language plpgsql stable security definer rows 2 set search_path = public, pg_temp as $$
declare cards uuid[] := her_cards(); begin
	if her() is null then return; end if;
	return query select a.id from carnet c join accompaniment a on a.person_id = c.person_id and a.organization_id = c.organization_id
		where c.id = any (cards) and c.ended_at is null; end $$;
create function her_persons() returns setof uuid language plpgsql stable security definer rows 2 set search_path = public, pg_temp as $$ begin
	return query select a.person_id from accompaniment a where a.id = any (array (select her_files())); end $$;
create function her_organizations() returns setof uuid language plpgsql stable security definer rows 2 set search_path = public, pg_temp as $$ begin
	return query select a.organization_id from accompaniment a where a.id = any (array (select her_files())); end $$;
-- Who has a part in her pathway: seen by first name, as on the pathway itself, and nobody else of their organisation.
create function her_people() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as $$
declare files uuid[] := array (select her_files()); begin
	return query
	select a.lead_id from accompaniment a where a.id = any (files) and a.lead_id is not null
	union select c.member_id from colleague c where c.accompaniment_id = any (files)
	union select p.member_id from appointment p where p.accompaniment_id = any (files)
	union select i.author_id from interview i where i.accompaniment_id = any (files)
	union select n.author_id from note n where n.accompaniment_id = any (files)
	union select r.member_id from note_reader r join note n on n.id = r.note_id where n.accompaniment_id = any (files)
	union select h.from_id from handover h where h.accompaniment_id = any (files)
	union select h.to_id from handover h where h.accompaniment_id = any (files)
	union select s.member_id from set_aside s where s.accompaniment_id = any (files)
	union select n.author_id from need n where n.accompaniment_id = any (files)
	union select v.author_id from need_voice v where v.accompaniment_id = any (files)
	union select g.author_id from goal g where g.accompaniment_id = any (files)
	union select w.author_id from goal_wording w where w.accompaniment_id = any (files)
	union select c.recorded_by from goal_confirmation c where c.accompaniment_id = any (files)
	union select b.recorded_by from read_back b where b.accompaniment_id = any (files)
	union select t.author_id from action t where t.accompaniment_id = any (files)
	union select t.owner_member_id from action t where t.accompaniment_id = any (files)
	union select v.asked_by from view_request v where v.accompaniment_id = any (files)
	union select v.asked_of from view_request v where v.accompaniment_id = any (files)
	union select k.given_by from carnet k where k.accompaniment_id = any (files)
	union select j.member_id from journal j where j.accompaniment_id = any (files); end $$;
-- Walks with her today, in one of the parts that are open: who may be named with a text of hers.
create function walks_with_her(wanted uuid, on_accompaniment uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from accompaniment a join member m on m.id = wanted and m.organization_id = a.organization_id
		where a.id = on_accompaniment and a.id = any (array (select her_files()))
		and (m.ended_at is null or m.ended_at > now()) and 'practitioner' = any (m.roles)
		and not exists (select from exclusion e where e.account_id = m.account_id and e.person_id = a.person_id)
		and (a.lead_id = m.id or exists (select from colleague c where c.accompaniment_id = a.id and c.member_id = m.id and (c.until is null or c.until > now())))); end $$;
-- She writes where she is accompanied; a file that was closed is read, not written.
create function she_may_write(wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return wanted = any (array (select her_files())) and exists (select from accompaniment a where a.id = wanted and a.ended_on is null); end $$;

grant select (recorded_by, accompaniment_id) on goal_confirmation, read_back to cheminer_wall;
grant select (author_id, accompaniment_id) on need_voice, goal_wording to cheminer_wall;
grant select (author_id, accompaniment_id, owner_member_id) on action to cheminer_wall;
grant select (accompaniment_id, from_id, to_id) on handover to cheminer_wall;
grant select (accompaniment_id, member_id) on journal to cheminer_wall;
do $$ declare t text; begin
	foreach t in array array['goal_confirmation', 'read_back', 'need_voice', 'goal_wording', 'handover'] loop
		execute format('drop policy if exists wall_reads on %I', t);
		execute format('create policy wall_reads on %I for select to cheminer_wall using (true)', t);
	end loop;
end $$;
do $$ declare f text; begin
	foreach f in array array['her_files()', 'her_persons()', 'her_organizations()', 'her_people()', 'walks_with_her(uuid, uuid)', 'she_may_write(uuid)'] loop
		execute format('alter function %s owner to cheminer_wall', f);
	end loop;
end $$;
set role cheminer_wall;
-- Columns filled by default ask these; for her they answer nothing.
grant execute on function my_organization(), my_account() to cheminer_person;
grant execute on function her_files(), her_persons(), her_organizations(), her_people(), walks_with_her(uuid, uuid), she_may_write(uuid) to cheminer_person;
set role cheminer_owner;

-- She reads everything on her pathway except a practitioner's memos, and drafts, which are nobody's word yet.
do $$ declare t text; begin
	foreach t in array array['appointment', 'interview', 'attendee', 'note', 'read_back', 'action', 'revision', 'widening', 'set_aside', 'profile', 'contact',
		'answer', 'frame', 'protection', 'moment', 'handover', 'ending', 'need', 'need_voice', 'goal', 'goal_wording', 'goal_confirmation', 'goal_step',
		'view_request', 'view_text', 'colleague', 'data_request', 'data_part', 'reading_question', 'journal'] loop
		execute format('grant select on %I to cheminer_person', t);
		execute format('create policy hers on %I for select to cheminer_person using (accompaniment_id = any (array (select her_files())))', t);
	end loop;
	foreach t in array array['note', 'need', 'goal'] loop
		execute format('grant select on %I_reader to cheminer_person', t);
		execute format('create policy hers on %1$I_reader for select to cheminer_person using (%1$I_id = any (array (select n.id from %1$I n)))', t);
	end loop;
end $$;
grant select on view_reader to cheminer_person;
create policy hers on view_reader for select to cheminer_person using (view_id = any (array (select v.id from view_text v)));
grant select on accompaniment to cheminer_person;
create policy hers on accompaniment for select to cheminer_person using (id = any (array (select her_files())));
grant select on keys.person_key to cheminer_person;
create policy hers on keys.person_key for select to cheminer_person using (person_id = any (array (select her_persons())));
grant select on territory, organization to cheminer_person;
create policy hers on territory for select to cheminer_person using (true);
create policy hers on organization for select to cheminer_person using (id = any (array (select her_organizations())));
grant select (id, organization_id, first_name, job_title, ended_at) on member to cheminer_person;
create policy hers on member for select to cheminer_person using (id = any (array (select her_people())));
grant select (id, accompaniment_id, organization_id, sealed, given_by, created_at, ended_at) on carnet to cheminer_person;
create policy hers on carnet for select to cheminer_person using (accompaniment_id = any (array (select her_files())));
-- She takes her own card back; a new one is given at the desk.
grant update (ended_at) on carnet to cheminer_person;
create policy hers_ends on carnet for update to cheminer_person
	using (accompaniment_id = any (array (select her_files()))) with check (ended_at is not null);

-- What she writes has no author among the members: it is hers. Its organisation is that of the file.
do $$ declare t text; begin
	foreach t in array array['action', 'need', 'need_voice', 'goal', 'goal_wording', 'goal_step', 'revision'] loop
		execute format('alter table %I alter author_id drop not null', t);
		execute format('comment on column %I.author_id is %L', t, 'Who wrote it; null when she did, in her own space.');
	end loop;
	foreach t in array array['read_back', 'goal_confirmation'] loop
		execute format('alter table %I alter recorded_by drop not null', t);
		execute format('comment on column %I.recorded_by is %L', t, 'Who noted it; null when she did, in her own space.');
	end loop;
end $$;
create function keep_hers() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	if her() is not null then
		new.organization_id := (select a.organization_id from accompaniment a where a.id = new.accompaniment_id);
	end if;
	return new; end $$;
alter function keep_hers() owner to cheminer_wall;
create trigger keep_hers before insert on action for each row when (new.organization_id is null) execute function keep_hers();
create trigger keep_hers before insert on need for each row when (new.organization_id is null) execute function keep_hers();
create trigger keep_hers before insert on goal for each row when (new.organization_id is null) execute function keep_hers();
create trigger keep_hers before insert on reading_question for each row when (new.organization_id is null) execute function keep_hers();
create trigger keep_hers before insert on audit for each row when (new.organization_id is null) execute function keep_hers();

-- Her actions: she adds some of her own, and says what became of hers and of those that both do.
grant insert (id, accompaniment_id, owner, due_on, goal_id, sealed), update (state, help, answered_on, answered_in, version) on action to cheminer_person;
create policy hers_to_add on action for insert to cheminer_person
	with check (owner = 'person' and author_id is null and note_id is null and she_may_write(accompaniment_id)
		and (goal_id is null or exists (select from goal g where g.id = goal_id and g.accompaniment_id = action.accompaniment_id)));
create policy hers_to_answer on action for update to cheminer_person
	using (accompaniment_id = any (array (select her_files())) and owner in ('person', 'both')) with check (she_may_write(accompaniment_id));
-- The former answer stays, as for everybody.
grant insert (id, accompaniment_id, note_id, subject, row_id, row_version, sealed, author_id, replaced_by) on revision to cheminer_person;
create policy hers_kept on revision for insert to cheminer_person
	with check (subject = 'action' and replaced_by is null and she_may_write(accompaniment_id)
		and exists (select from action t where t.id = row_id and t.accompaniment_id = revision.accompaniment_id and t.note_id is not distinct from revision.note_id
			and t.author_id is not distinct from revision.author_id and t.version >= row_version and t.owner in ('person', 'both')));

-- "C'est bien ça ?", answered by herself to the text as it stands.
grant insert (id, accompaniment_id, note_id, note_version, value, how, sealed) on read_back to cheminer_person;
create policy hers_to_answer on read_back for insert to cheminer_person
	with check (recorded_by is null and how = 'screen' and she_may_write(accompaniment_id)
		and exists (select from note n where n.id = note_id and n.accompaniment_id = read_back.accompaniment_id and n.version = note_version));

-- Her voice on a need, whoever noted it first: what stood before is kept by the triggers. She opens needs of her own, and names who reads them.
grant insert (id, need_id, accompaniment_id, voice, sealed), update (sealed, version) on need_voice to cheminer_person;
create policy hers_to_say on need_voice for insert to cheminer_person
	with check (voice = 'person' and author_id is null and she_may_write(accompaniment_id)
		and exists (select from need n where n.id = need_id and n.accompaniment_id = need_voice.accompaniment_id));
create policy hers_to_correct on need_voice for update to cheminer_person
	using (accompaniment_id = any (array (select her_files())) and voice = 'person') with check (she_may_write(accompaniment_id));
grant insert (id, accompaniment_id, sealed) on need, goal to cheminer_person;
create policy hers_to_open on need for insert to cheminer_person with check (author_id is null and she_may_write(accompaniment_id));
create policy hers_to_open on goal for insert to cheminer_person with check (author_id is null and she_may_write(accompaniment_id));
grant insert (need_id, member_id) on need_reader to cheminer_person;
create policy hers_to_name on need_reader for insert to cheminer_person
	with check (exists (select from need n where n.id = need_id and walks_with_her(member_id, n.accompaniment_id)));
grant insert (goal_id, member_id) on goal_reader to cheminer_person;
create policy hers_to_name on goal_reader for insert to cheminer_person
	with check (exists (select from goal g where g.id = goal_id and walks_with_her(member_id, g.accompaniment_id)));

-- What she wishes, and her yes to what was worded.
grant insert (id, goal_id, accompaniment_id, kind, how, sealed) on goal_wording to cheminer_person;
create policy hers_to_say on goal_wording for insert to cheminer_person
	with check (author_id is null and kind = 'wish' and how = 'screen' and she_may_write(accompaniment_id)
		and exists (select from goal g where g.id = goal_id and g.accompaniment_id = goal_wording.accompaniment_id));
grant insert (id, goal_id, wording_id, accompaniment_id, voice, how, said_on), update (withdrawn_at) on goal_confirmation to cheminer_person;
create policy hers_to_confirm on goal_confirmation for insert to cheminer_person
	with check (recorded_by is null and voice = 'person' and how = 'screen' and she_may_write(accompaniment_id)
		and exists (select from goal_wording w where w.id = wording_id and w.goal_id = goal_confirmation.goal_id and w.kind = 'agreed'));
create policy hers_to_withdraw on goal_confirmation for update to cheminer_person
	using (accompaniment_id = any (array (select her_files())) and voice = 'person') with check (she_may_write(accompaniment_id));

-- Hers too is taken back once, and now.
create or replace function withdraw_once() returns trigger language plpgsql set search_path = public, pg_temp as $$ begin
	if me() is null and her() is null then return new; end if;
	if old.withdrawn_at is not null then
		raise exception 'this was taken back already' using errcode = '23514';
	end if;
	new.withdrawn_at := now();
	new.withdrawn_by := me();
	return new; end $$;

-- "Je ne comprends pas cet accès": one question about one reading of her file by somebody.
grant insert (id, accompaniment_id, journal_id, sealed) on reading_question to cheminer_person;
create policy hers_to_ask on reading_question for insert to cheminer_person
	with check (answer is null and accompaniment_id = any (array (select her_files()))
		and exists (select from journal j where j.id = journal_id and j.accompaniment_id = reading_question.accompaniment_id));
-- Coordination reads the question, who looked and when, never whose file it is but by the reference she holds.
create function reading_questions() returns table (id uuid, reference text, sealed text, asked_at timestamptz, looked_at timestamptz, kind text, member_id uuid, answer text, answered_at timestamptz, answered_by uuid)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare shut uuid[] := kept_from(); begin
	if not i_am('coordination') then raise exception 'not coordination' using errcode = '42501'; end if;
	return query select q.id, right(q.accompaniment_id::text, 12), q.sealed, q.asked_at, j.at, j.kind, j.member_id, q.answer, q.answered_at, q.answered_by
	from reading_question q join accompaniment a on a.id = q.accompaniment_id and a.organization_id = q.organization_id left join journal j on j.id = q.journal_id
	where q.organization_id = my_organization() and a.person_id <> all (shut)
	order by q.answered_at desc nulls first, q.asked_at; end $$;
create function answer_reading_question(wanted uuid, words text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	if not i_am('coordination') then raise exception 'not coordination' using errcode = '42501'; end if;
	update reading_question q set answer = words, answered_by = me(), answered_at = now()
	from accompaniment a where q.id = wanted and q.organization_id = my_organization() and q.answer is null
	and a.id = q.accompaniment_id and a.person_id <> all (kept_from())
	-- Nobody answers for his own reading.
	and not exists (select from journal j where j.id = q.journal_id and j.account_id = my_account());
	return found; end $$;
grant select (account_id, kind) on journal to cheminer_wall;
grant update (answer, answered_by, answered_at) on reading_question to cheminer_wall;
create policy wall_answers on reading_question for update to cheminer_wall using (true) with check (true);
alter function reading_questions() owner to cheminer_wall;
alter function answer_reading_question(uuid, text) owner to cheminer_wall;
set role cheminer_wall;
grant execute on function reading_questions(), answer_reading_question(uuid, text) to cheminer_app;
set role cheminer_owner;

-- Whose form it is: an account's, or hers.
alter table form_key alter account_id set default coalesce(my_account(), her());
grant select, insert (key), update (result) on form_key to cheminer_person;
create policy hers on form_key to cheminer_person using (account_id = (select her())) with check (account_id = (select her()));
