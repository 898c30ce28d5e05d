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
		execute replace(pg_get_functiondef(f::regprocedure), 'her_files()', 'written_files()');
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
