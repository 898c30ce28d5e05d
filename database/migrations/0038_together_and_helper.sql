-- À deux: for one appointment, a practitioner turns his screen and opens her own space on it. What is there is what both may read.
-- The screen has a role of its own. It takes the grants of her role and finds nothing through her policies, because no setting says that it is
-- she: a table is on it only once share() said so, and what share() writes is her policy and his, both at once. One that forgets is closed.
set role cheminer_owner;

create function together() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('app.together', true), '')::uuid $$;
grant execute on function together() to public;

create table auth.together (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null,
	member_id uuid not null references member,
	token text not null unique,
	mark text not null,
	ends_at timestamptz not null,
	ended_at timestamptz,
	created_at timestamptz not null default now(),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id)
);
comment on table auth.together is 'A shared screen: her space in the browser of one practitioner, for this appointment. It lives in the session that opened it and nowhere else.';
comment on column auth.together.mark is 'The hash of the session that opened it: its cookie alone, carried to another browser, opens nothing.';
create index on auth.together (member_id) where ended_at is null;
create index on auth.together (ends_at);
call guard('auth.together', archived => false);
create trigger audit after insert or update of ended_at on auth.together for each row execute function audit_change();
grant select, insert, update (ended_at) on auth.together to cheminer_wall;
create policy wall_keeps on auth.together to cheminer_wall using (true) with check (true);
grant select (token, ended_at), update (ended_at) on auth.together to cheminer_auth;
create policy accounts_end on auth.together to cheminer_auth using (true) with check (ended_at is not null);
grant select (ends_at), delete on auth.together to cheminer_jobs;
create policy clear on auth.together to cheminer_jobs using (ends_at < now() - interval '1 day');

-- A kind is added to those there are, whichever these are.
do $$ declare kinds text; begin
	select pg_get_expr(conbin, conrelid) into kinds from pg_constraint where conname = 'journal_kind_check' and conrelid = 'journal'::regclass;
	alter table journal drop constraint journal_kind_check;
	execute format('alter table journal add constraint journal_kind_check check (%s or kind in (''together'', ''helper''))', kinds);
end $$;

-- Opens it: whoever walks with her today, while she is accompanied. One at a time; until his next appointment with somebody else, at most an
-- hour and a half. She reads it among who looked. @returns when it ends; null for a file that is none of mine, or was closed
create function open_together(made uuid, wanted uuid, secret text, of_session text) returns timestamptz
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare until timestamptz; begin
	if not in_reach(wanted) or not exists (select from accompaniment a where a.id = wanted and a.ended_on is null) then return null; end if;
	select greatest(now() + interval '15 minutes', least(now() + interval '90 minutes', min(p.starts_at))) into until from appointment p
	where p.member_id = me() and p.state = 'planned' and p.starts_at > now() and p.accompaniment_id <> wanted;
	update auth.together set ended_at = now() where member_id = me() and ended_at is null;
	insert into auth.together (id, accompaniment_id, organization_id, member_id, token, mark, ends_at)
	values (made, wanted, my_organization(), me(), secret, of_session, until);
	perform note_reading('together', wanted, null);
	return until; end $$;

-- The file that is open on this screen; none once it ended, once its time is over, once he reaches it no more.
create function together_files() returns setof uuid language plpgsql stable security definer rows 1 set search_path = public, pg_temp as $$ begin
	return query select t.accompaniment_id from auth.together t
	where t.id = together() and t.member_id = me() and t.ended_at is null and t.ends_at > now() and in_reach(t.accompaniment_id); end $$;
create function together_organizations() returns setof uuid language plpgsql stable security definer rows 1 set search_path = public, pg_temp as $$ begin
	return query select a.organization_id from accompaniment a where a.id = any (array (select together_files())); end $$;
create function together_persons() returns setof uuid language plpgsql stable security definer rows 1 set search_path = public, pg_temp as $$ begin
	return query select a.person_id from accompaniment a where a.id = any (array (select together_files())); end $$;
-- Where words are written today, by herself or together.
create function written_files() returns setof uuid language plpgsql stable security definer rows 2 set search_path = public, pg_temp as $$ begin
	return query select her_files() union all select together_files(); end $$;

-- Whom her policies name by file, the same for this one file; where two write about her, they wait for each other here too.
do $$ declare f text; begin
	execute replace(replace(pg_get_functiondef('her_people()'::regprocedure), 'her_people()', 'together_people()'), 'her_files()', 'together_files()');
	foreach f in array array['walks_with_her(uuid, uuid)', 'hold_hers(uuid)'] loop
		execute format('alter function %s owner to cheminer_owner', f);
		-- Not for update: whoever holds a goal of hers and writes below her file would wait for her, and she for him.
		execute replace(replace(pg_get_functiondef(f::regprocedure), 'her_files()', 'written_files()'), 'for update', 'for no key update');
		execute format('alter function %s owner to cheminer_wall', f);
	end loop;
end $$;

-- What the sign-in of the staff is asked with: the screen of this browser's session, if it stands.
create function session_together(secret text, of_member uuid, of_session text)
returns table (together_id uuid, accompaniment_id uuid, ends_at timestamptz)
language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	perform set_config('app.member', of_member::text, true);
	return query select t.id, t.accompaniment_id, t.ends_at from auth.together t
	where t.token = secret and t.mark = of_session and t.member_id = of_member and t.ended_at is null and t.ends_at > now() and in_reach(t.accompaniment_id); end $$;
-- The screen that I opened on this file, on the desk.
create function my_together(wanted uuid) returns timestamptz
language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return (select t.ends_at from auth.together t where t.accompaniment_id = wanted and t.member_id = me() and t.ended_at is null and t.ends_at > now() limit 1); end $$;
create function end_together() returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	update auth.together set ended_at = now() where member_id = me() and ended_at is null; end $$;

do $$ declare f text; begin
	foreach f in array array['open_together(uuid, uuid, text, text)', 'together_files()', 'together_organizations()', 'together_persons()', 'together_people()',
		'written_files()', 'session_together(text, uuid, text)', 'my_together(uuid)', 'end_together()'] loop
		execute format('alter function %s owner to cheminer_wall', f);
	end loop;
end $$;
set role cheminer_wall;
grant execute on function open_together(uuid, uuid, text, text), my_together(uuid), end_together() to cheminer_app;
grant execute on function session_together(text, uuid, text) to cheminer_auth;
grant execute on function together_files(), together_organizations(), together_persons(), together_people() to cheminer_together;
-- What his policies ask, asked of him.
grant execute on function reach(), persons_in_reach(), in_reach(uuid), may_write(uuid), named_with(), named_with_need(), named_with_goal(), readable_notes(), readable_needs(),
	readable_goals(), readable_views(), reads_meeting(uuid), reads_note(uuid), desk_words_for_me() to cheminer_together;
set role cheminer_owner;

-- A table of hers is on a shared screen as far as her policies and his both let it be read. Called after both: what either says later is said
-- here again, or the walk of src/lib/together/wall.test.ts fails.
create procedure share(wanted regclass) language plpgsql as $$
declare hers text; his text; begin
	select string_agg(format('(%s)', pg_get_expr(p.polqual, p.polrelid)), ' or ') filter (where 'cheminer_person'::regrole = any (p.polroles)),
		string_agg(format('(%s)', pg_get_expr(p.polqual, p.polrelid)), ' or ') filter (where 'cheminer_app'::regrole = any (p.polroles)) into hers, his
	from pg_policy p where p.polrelid = wanted and p.polcmd in ('r', '*') and p.polpermissive;
	if hers is null or his is null then raise exception '% is not read by both', wanted; end if;
	hers := regexp_replace(hers, '\mher_(files|persons|organizations|people)\(\)', 'together_\1()', 'g');
	execute format('drop policy if exists together on %s', wanted);
	execute format('create policy together on %s for select to cheminer_together using ((%s) and (%s))', wanted, hers, his);
end $$;

do $$ declare t text; begin
	foreach t in array array['accompaniment', 'keys.person_key', 'organization', 'member', 'colleague', 'appointment', 'interview', 'attendee', 'note', 'read_back',
		'action', 'revision', 'widening', 'set_aside', 'profile', 'answer', 'frame', 'moment', 'handover', 'ending', 'need', 'need_voice', 'goal',
		'goal_wording', 'goal_confirmation', 'goal_step', 'note_reader', 'need_reader', 'goal_reader', 'her_step', 'her_note', 'desk_word', 'view_request',
		'view_text', 'view_reader'] loop
		call share(t::regclass);
	end loop;
end $$;

-- What is written on it is hers, said together: the author is who noted it, as everywhere. Nothing is written that he could not note alone.
create policy together on form_key to cheminer_together using (account_id = (select my_account())) with check (account_id = (select my_account()));
create policy together_adds on action for insert to cheminer_together
	with check (owner = 'person' and author_id = me() and note_id is null and accompaniment_id = any (array (select together_files())) and may_write(accompaniment_id)
		and (goal_id is null or exists (select from goal g where g.id = goal_id and g.accompaniment_id = action.accompaniment_id)));
create policy together_answers on action for update to cheminer_together
	using (owner in ('person', 'both') and accompaniment_id = any (array (select together_files())))
	with check (owner in ('person', 'both') and accompaniment_id = any (array (select together_files())) and may_write(accompaniment_id));
create policy together_keeps on revision for insert to cheminer_together
	with check (subject = 'action' and replaced_by = me() and accompaniment_id = any (array (select together_files())) and may_write(accompaniment_id)
		and exists (select from action t where t.id = row_id and t.accompaniment_id = revision.accompaniment_id and t.note_id is not distinct from revision.note_id
			and t.author_id is not distinct from revision.author_id and t.version >= row_version and t.owner in ('person', 'both')));
create policy together_answers on read_back for insert to cheminer_together
	with check (recorded_by = me() and how = 'screen' and accompaniment_id = any (array (select together_files())) and may_write(accompaniment_id)
		and exists (select from note n where n.id = note_id and n.accompaniment_id = read_back.accompaniment_id and n.version = note_version));
do $$ declare t text; begin
	foreach t in array array['need', 'goal'] loop
		execute format('create policy together_opens on %I for insert to cheminer_together
			with check (author_id = me() and accompaniment_id = any (array (select together_files())) and may_write(accompaniment_id))', t);
	end loop;
end $$;
create policy together_says on need_voice for insert to cheminer_together
	with check (voice = 'person' and author_id = me() and accompaniment_id = any (array (select together_files())) and may_write(accompaniment_id)
		and exists (select from need n where n.id = need_id and n.accompaniment_id = need_voice.accompaniment_id));
create policy together_corrects on need_voice for update to cheminer_together
	using (voice = 'person' and accompaniment_id = any (array (select together_files()))) with check (voice = 'person' and may_write(accompaniment_id));
create policy together_says on goal_wording for insert to cheminer_together
	with check (kind = 'wish' and author_id = me() and how = 'screen' and accompaniment_id = any (array (select together_files())) and may_write(accompaniment_id)
		and exists (select from goal g where g.id = goal_id and g.accompaniment_id = goal_wording.accompaniment_id));
create policy together_confirms on goal_confirmation for insert to cheminer_together
	with check (voice = 'person' and recorded_by = me() and how = 'screen' and accompaniment_id = any (array (select together_files())) and may_write(accompaniment_id)
		and exists (select from goal_wording w where w.id = wording_id and w.goal_id = goal_confirmation.goal_id and w.kind = 'agreed'));
create policy together_withdraws on goal_confirmation for update to cheminer_together
	using (voice = 'person' and accompaniment_id = any (array (select together_files()))) with check (voice = 'person' and may_write(accompaniment_id));

-- A step she is proud of, said at the desk or on a shared screen: hers, with who noted it.
alter table her_step add noted_by uuid default me() references member;
comment on column her_step.noted_by is 'Who noted it when she said it; null when she wrote it herself, in her own space.';
create policy together_says on her_step for insert to cheminer_together
	with check (noted_by = me() and accompaniment_id = any (array (select together_files())) and may_write(accompaniment_id));
create policy together_takes_back on her_step for delete to cheminer_together
	using (noted_by = me() and accompaniment_id = any (array (select together_files())));
alter policy hers_to_write on her_step with check (noted_by is null and she_may_write(accompaniment_id));

-- A helper: somebody she trusts, who reads a little of what is hers until a day, and may say that she cannot come. He has a code and a PIN of his
-- own and comes in by the same door. She gives and takes back; nobody of the staff knows that he is there.
create function helping() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('app.helper', true), '')::uuid $$;
grant execute on function helping() to public;

create table helper (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	code_index text not null unique,
	pin text not null,
	sealed text not null,
	path boolean not null default false,
	plan boolean not null default false,
	acts boolean not null default false,
	until timestamptz not null,
	noted_by uuid default me() references member,
	created_at timestamptz not null default now(),
	ended_at timestamptz,
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id),
	check (until <= created_at + interval '6 months 2 days')
);
comment on table helper is 'Whom she lets read a little: {name} sealed with her key, found by the keyed hash of a code that is shown once. It stands in no audit and leaves with no organisation: that she has a helper is hers to tell.';
comment on column helper.path is 'He reads when she met somebody; her appointments he reads always.';
comment on column helper.plan is 'He reads what she said she would do.';
comment on column helper.acts is 'He says for her that she cannot come, or comes after all.';
comment on column helper.noted_by is 'Who noted it when she gave it at the desk; null when she did, in her own space.';
create index on helper (accompaniment_id);
call guard('helper');
grant select, update (ended_at) on helper to cheminer_wall;
create policy wall_reads on helper for select to cheminer_wall using (true);
create policy wall_ends on helper for update to cheminer_wall using (true) with check (ended_at is not null);
create trigger keep_hers before insert on helper for each row when (new.organization_id is null) execute function keep_hers();

create table auth.helper_session (
	id uuid primary key,
	helper_id uuid not null references helper,
	token text not null unique,
	expires_at timestamptz not null,
	ended_at timestamptz,
	created_at timestamptz not null default now()
);
comment on table auth.helper_session is 'A session of a helper: half an hour without a sign of life, four hours in all.';
create index on auth.helper_session (helper_id);
create index on auth.helper_session (expires_at);
call guard('auth.helper_session', archived => false);
grant select, insert, update on auth.helper_session to cheminer_auth;
create policy accounts on auth.helper_session to cheminer_auth using (true) with check (true);
grant select (expires_at), delete on auth.helper_session to cheminer_jobs;
create policy clear on auth.helper_session to cheminer_jobs using (expires_at < now() - interval '1 day');

-- Hers: given for six months at most, never in concealed mode, where somebody she trusts may be somebody who looks for her.
create function may_have_helper(wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from accompaniment a where a.id = wanted and a.ended_on is null and not a.concealed)
		and (select count(*) from helper h where h.accompaniment_id = wanted and h.ended_at is null and h.until > now()) < 5; end $$;
grant select (id, accompaniment_id, organization_id, sealed, path, plan, acts, until, noted_by, created_at, ended_at),
	insert (id, accompaniment_id, code_index, pin, sealed, path, plan, acts, until), update (ended_at) on helper to cheminer_person;
create policy hers on helper for select to cheminer_person using (accompaniment_id = any (array (select her_files())));
create policy hers_to_give on helper for insert to cheminer_person
	with check (noted_by is null and until > now() and she_may_write(accompaniment_id) and may_have_helper(accompaniment_id));
create policy hers_to_take_back on helper for update to cheminer_person
	using (accompaniment_id = any (array (select her_files()))) with check (ended_at is not null);
-- At the desk she gives it too, with the PIN typed on a turned screen; whoever notes it reads nothing of it afterwards.
grant insert (id, accompaniment_id, code_index, pin, sealed, path, plan, acts, until) on helper to cheminer_app;
create policy note on helper for insert to cheminer_app
	with check (noted_by = me() and organization_id = (select my_organization()) and until > now() and may_write(accompaniment_id) and may_have_helper(accompaniment_id));
-- And takes all of them back, whether or not there was one: the answer is the same.
create function end_helpers(wanted uuid) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	if not may_write(wanted) then raise exception 'not in reach' using errcode = '42501'; end if;
	update helper set ended_at = now() where accompaniment_id = wanted and ended_at is null; end $$;
-- Concealed, closed or after a death, nobody helps any more.
create function end_helpers_with() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	update helper set ended_at = now() where accompaniment_id = new.id and ended_at is null;
	return null; end $$;
create trigger end_helpers after update of concealed, ended_on on accompaniment for each row
	when (new.concealed or new.ended_on is not null) execute function end_helpers_with();

-- Role auth finds a helper by his code and checks his PIN; it learns which helper, never of whom.
grant select (id, organization_id, code_index, pin, until, ended_at) on helper to cheminer_auth;
create policy accounts on helper for select to cheminer_auth using (true);
create function auth.session_helper(wanted text) returns table (session_id uuid, helper_id uuid, until timestamptz, country text, time_zone text)
language plpgsql volatile set search_path = public, pg_temp as $$
declare s record; begin
	select x.id, x.helper_id, x.expires_at, x.created_at, h.organization_id, h.until into s
	from auth.helper_session x join helper h on h.id = x.helper_id
	where x.token = wanted and x.ended_at is null and x.expires_at > now() and x.created_at > now() - interval '4 hours' and h.ended_at is null and h.until > now();
	if not found then return; end if;
	if s.expires_at < least(now() + interval '25 minutes', s.created_at + interval '4 hours') then
		update auth.helper_session x set expires_at = least(now() + interval '30 minutes', x.created_at + interval '4 hours')
		where x.id = s.id and x.ended_at is null;
	end if;
	return query select s.id, s.helper_id, s.until, t.country, t.time_zone
	from organization o join territory t on t.id = o.territory_id where o.id = s.organization_id; end $$;
grant execute on function auth.session_helper(text) to cheminer_auth;

-- What he reads, asked once: the file that he helps with, as far as she ticked.
create function helper_files() returns setof uuid language plpgsql stable security definer rows 1 set search_path = public, pg_temp as $$ begin
	return query select h.accompaniment_id from helper h where h.id = helping() and h.ended_at is null and h.until > now(); end $$;
create function helper_may(what text) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from helper h where h.id = helping() and h.ended_at is null and h.until > now()
		and case what when 'path' then h.path when 'plan' then h.plan when 'acts' then h.acts else false end); end $$;
create function helper_persons() returns setof uuid language plpgsql stable security definer rows 1 set search_path = public, pg_temp as $$ begin
	return query select a.person_id from accompaniment a where a.id = any (array (select helper_files())); end $$;
create function helper_organizations() returns setof uuid language plpgsql stable security definer rows 1 set search_path = public, pg_temp as $$ begin
	return query select a.organization_id from accompaniment a where a.id = any (array (select helper_files())); end $$;
-- First names of those whom he finds on a line that he reads.
create function helper_people() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as $$
declare files uuid[] := array (select helper_files()); begin
	return query select p.member_id from appointment p where p.accompaniment_id = any (files) and p.state = 'planned' and p.starts_at > now() - interval '1 day'
	union select i.author_id from interview i where i.accompaniment_id = any (files) and helper_may('path'); end $$;
-- One line in the journal for each hour in which he reads: she finds it among who looked, and nobody else.
create function note_help() returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	insert into journal (hour, organization_id, account_id, member_id, accompaniment_id, person_id, kind)
	select date_trunc('hour', now()), a.organization_id, helping(), helping(), a.id, a.person_id, 'helper'
	from accompaniment a where a.id = any (array (select helper_files()))
	on conflict do nothing; end $$;

do $$ declare f text; begin
	foreach f in array array['may_have_helper(uuid)', 'end_helpers(uuid)', 'end_helpers_with()', 'helper_files()', 'helper_may(text)', 'helper_persons()',
		'helper_organizations()', 'helper_people()', 'note_help()'] loop
		execute format('alter function %s owner to cheminer_wall', f);
	end loop;
	execute 'alter function keep_hers() owner to cheminer_owner';
	execute replace(pg_get_functiondef('keep_hers()'::regprocedure), 'her() is not null', 'coalesce(her(), helping()) is not null');
	execute 'alter function keep_hers() owner to cheminer_wall';
	execute format('alter table form_key alter account_id set default coalesce(%s, helping())',
		(select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
			where d.adrelid = 'form_key'::regclass and a.attname = 'account_id'));
end $$;
set role cheminer_wall;
grant execute on function may_have_helper(uuid) to cheminer_person, cheminer_app;
grant execute on function end_helpers(uuid) to cheminer_app;
grant execute on function my_organization(), my_account(), helper_files(), helper_may(text), helper_persons(), helper_organizations(), helper_people(), note_help() to cheminer_helper;
set role cheminer_owner;

-- Column by column: a name, an hour, a place, what she said she would do. No note, need, goal, message, paper, circle, memo or journal.
alter table desk_word add by_helper uuid default helping();
comment on column desk_word.by_helper is 'Her helper, when it was he who said it: whoever reads the word reads that.';
grant usage on schema public, keys to cheminer_helper;
grant select (id, accompaniment_id, sealed, path, plan, acts, until) on helper to cheminer_helper;
create policy helper on helper for select to cheminer_helper using (id = (select helping()) and accompaniment_id = any (array (select helper_files())));
grant select (id, organization_id, person_id, name_to_use, alias, concealed) on accompaniment to cheminer_helper;
create policy helper on accompaniment for select to cheminer_helper using (id = any (array (select helper_files())));
grant select (person_id, wrapped) on keys.person_key to cheminer_helper;
create policy helper on keys.person_key for select to cheminer_helper using (person_id = any (array (select helper_persons())));
grant select (id, name, address, phone) on organization to cheminer_helper;
create policy helper on organization for select to cheminer_helper using (id = any (array (select helper_organizations())));
grant select (id, first_name) on member to cheminer_helper;
create policy helper on member for select to cheminer_helper using (id = any (array (select helper_people())));
grant select (id, accompaniment_id, member_id, starts_at, time_zone, channel, state, sealed, version) on appointment to cheminer_helper;
create policy helper on appointment for select to cheminer_helper
	using (state = 'planned' and starts_at > now() - interval '1 day' and accompaniment_id = any (array (select helper_files())));
grant select (id, accompaniment_id, held_on, channel, author_id) on interview to cheminer_helper;
create policy helper on interview for select to cheminer_helper using ((select helper_may('path')) and accompaniment_id = any (array (select helper_files())));
grant select (id, accompaniment_id, owner, due_on, state, sealed, created_at) on action to cheminer_helper;
create policy helper on action for select to cheminer_helper
	using ((select helper_may('plan')) and state = 'open' and owner in ('person', 'both') and accompaniment_id = any (array (select helper_files())));
grant select (id, accompaniment_id, appointment_id, kind, sealed, created_at, expires_at, read_at),
	insert (id, accompaniment_id, appointment_id, kind, to_member_id, sealed), delete on desk_word to cheminer_helper;
create policy helper on desk_word for select to cheminer_helper
	using (by_helper = (select helping()) and expires_at > now() and accompaniment_id = any (array (select helper_files())));
create policy helper_says on desk_word for insert to cheminer_helper
	with check (author_id is null and by_helper = helping() and kind in ('cannot', 'coming') and helper_may('acts') and accompaniment_id = any (array (select helper_files()))
		and exists (select from appointment p where p.id = appointment_id and p.accompaniment_id = desk_word.accompaniment_id
			and p.member_id = to_member_id and p.state = 'planned' and p.starts_at > now()));
create policy helper_takes_back on desk_word for delete to cheminer_helper
	using (by_helper = (select helping()) and read_at is null and (select helper_may('acts')) and accompaniment_id = any (array (select helper_files())));
grant select, insert (key), update (result) on form_key to cheminer_helper;
create policy helper on form_key to cheminer_helper using (account_id = (select helping())) with check (account_id = (select helping()));

-- That somebody helps is hers to tell: no line of his is read by the staff, nor leaves with an organisation.
alter policy see on journal using (kind <> 'helper' and accompaniment_id = any (array (select reach())));
do $$ declare says text; begin
	select pg_get_expr(polqual, polrelid) into says from pg_policy where polrelid = 'journal'::regclass and polname = 'take_along';
	execute format('alter policy take_along on journal using (kind <> ''helper'' and (%s))', says);
end $$;
