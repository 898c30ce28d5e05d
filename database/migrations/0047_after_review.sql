-- What a hostile reading of the whole found: rights of a shared screen, of a helper noted at the desk, of a card in its first days, of what goes
-- with a message, and of an entry of the directory that somebody holds.
set role cheminer_owner;

-- On a shared screen nobody changes who reads what she opened: that is hers alone to say.
create policy together_own on need_reader as restrictive for insert to cheminer_together
	with check (exists (select from need n where n.id = need_id and n.author_id = me()));
create policy together_own on goal_reader as restrictive for insert to cheminer_together
	with check (exists (select from goal g where g.id = goal_id and g.author_id = me()));
create policy together_never on need_reader as restrictive for delete to cheminer_together using (false);

-- A helper whom a practitioner noted at the desk helps as long as that practitioner walks with her: the end of his place, of a cover too, is the
-- end of what he noted. Given by herself, it is hers.
set role cheminer_wall;
create function helper_lives(wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from helper h where h.id = wanted and h.ended_at is null and h.until > now()
		and (h.noted_by is null or walks_today(h.noted_by, h.accompaniment_id))); end $$;
grant execute on function helper_lives(uuid) to cheminer_auth;
-- Whom she excludes takes with him whoever he noted, for good: lifting it gives nothing back.
create function end_helpers_of_excluded() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	update helper h set ended_at = now() from member m, accompaniment a
	where m.account_id = new.account_id and h.noted_by = m.id and a.id = h.accompaniment_id and a.person_id = new.person_id and h.ended_at is null;
	return null; end $$;
create or replace function helper_files() returns setof uuid language plpgsql stable security definer rows 1 set search_path = public, pg_temp as $$ begin
	return query select h.accompaniment_id from helper h where h.id = helping() and helper_lives(h.id); end $$;
create or replace function helper_may(what text) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from helper h where h.id = helping() and helper_lives(h.id)
		and case what when 'path' then h.path when 'plan' then h.plan when 'acts' then h.acts else false end); end $$;
-- Five of hers, five that were noted: whoever notes one learns nothing of how many she gave. Asked of a file of one's own.
create or replace function may_have_helper(wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return case when her() is not null then wanted = any (array (select her_files())) else in_reach(wanted) end
		and exists (select from accompaniment a where a.id = wanted and a.ended_on is null and not a.concealed)
		and (select count(*) from helper h where h.accompaniment_id = wanted and h.ended_at is null and h.until > now()
			and (h.noted_by is null) = (her() is not null)) < 5; end $$;
set role cheminer_owner;
create trigger end_helpers after insert on exclusion for each row execute function end_helpers_of_excluded();
do $$ begin
	execute replace(pg_get_functiondef('auth.session_helper(text)'::regprocedure), 'h.until > now();', 'h.until > now() and helper_lives(h.id);');
end $$;

-- The first days of a card: who helps is not told by the journal either, and the page she composed before is not there, nor another in its place.
call guard_first_days('journal', 'kind <> ''helper''');
call guard_first_days('her_page', 'false');
create policy not_in_first_days on her_page as restrictive for insert to cheminer_person
	with check (accompaniment_id <> all (array (select her_young_files())));

-- Whether a word waits is told by what she read, and by nothing else: a session behind a second PIN reads nothing, and must stop no word.
set role cheminer_wall;
do $$ begin
	execute regexp_replace(pg_get_functiondef('settle_notices()'::regprocedure), 'she_came\(one\.accompaniment_id, one\.about_at\)\s+or ', '');
end $$;
drop function she_came(uuid, timestamptz);
set role cheminer_owner;
revoke select (created_at, expires_at) on auth.person_session from cheminer_wall;

-- After its day a message stays as it is, what goes with it included.
create policy with_a_message on file as restrictive for delete to cheminer_app
	using (not exists (select from message m where file.id in (m.voice_id, m.file_id) and m.created_at <= now() - interval '1 day'));

-- Whose entry it is, and that an address is hidden, is not written by whoever brings a file in; and an entry that an organisation here holds is
-- changed by that organisation alone, with its places and services.
revoke insert on structure, place from cheminer_app;
do $$ declare t text; columns text; begin
	foreach t in array array['structure', 'place'] loop
		select string_agg(quote_ident(a.attname), ', ') into columns from pg_attribute a where a.attrelid = t::regclass and a.attnum > 0
			and not a.attisdropped and a.attgenerated = '' and a.attname not in ('organization_id', 'hidden');
		execute format('grant insert (%s) on %I to cheminer_app', columns, t);
	end loop;
end $$;
create policy held on structure as restrictive for update to cheminer_app
	using (organization_id is null or organization_id = (select my_organization()));
do $$ declare t text; begin
	foreach t in array array['place', 'service'] loop
		execute format('create policy held on %I as restrictive for update to cheminer_app using (structure_id <> all (array (
			select s.id from structure s where s.organization_id <> (select my_organization()))))', t);
	end loop;
end $$;
