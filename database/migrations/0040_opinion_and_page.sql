-- "Mon avis": six answers that lead back to nobody. "Ma page à montrer": one page of hers alone. And what she could not change herself yet.
set role cheminer_owner;

-- Answers that wait. No row is an answer: there is one row for each organisation, of a length that never changes, whose counts only the
-- machine that holds the installation key opens. It is in no archive, no person, account or moment stands in it, and nobody else reads it.
create table opinion_waiting (
	id uuid primary key references organization,
	sealed text not null
);
comment on table opinion_waiting is 'Answers to "Mon avis" that wait until five have come together, by organisation: counts, with the one-time keys of the last forms, sealed by the installation; sealed anew every night, whether or not something came.';
call guard('opinion_waiting', archived => false);
grant select, insert (id, sealed), update (sealed) on opinion_waiting to cheminer_person;
create policy hers on opinion_waiting for select to cheminer_person using (id = any (array (select her_organizations())));
create policy hers_to_begin on opinion_waiting for insert to cheminer_person with check (id = any (array (select her_organizations())));
create policy hers_to_add on opinion_waiting for update to cheminer_person
	using (id = any (array (select her_organizations()))) with check (id = any (array (select her_organizations())));
grant select, update (sealed) on opinion_waiting to cheminer_jobs;
create policy gather on opinion_waiting to cheminer_jobs using (true) with check (true);

-- What can be read: how many people gave which answer, five of them at least at a time.
create table opinion_count (
	organization_id uuid not null references organization,
	half text not null check (half ~ '^20[0-9]{2}-[12]$'),
	question text not null check (question in ('chosen', 'matters', 'pace', 'sees', 'equals', 'awaited')),
	answer text not null check (answer in ('0', '1', '2', '3', 'na', 'rather-not', 'none')),
	people int not null check (people > 0),
	primary key (organization_id, half, question, answer)
);
comment on table opinion_count is 'Answers to "Mon avis": how many people, by organisation, half-year, question and answer. Grows by five people or more at a time, never by one; "none" is a question that was left empty.';

create table opinion_word (
	organization_id uuid not null references organization default my_organization(),
	half text not null check (half ~ '^20[0-9]{2}-[12]$'),
	words text not null default '',
	shown boolean not null default false,
	version int not null default 1,
	primary key (organization_id, half)
);
comment on table opinion_word is 'What the team says of the answers of a half-year. Once shown, those who are accompanied there read the answers and these words.';
call guard('opinion_count');
call guard('opinion_word');

grant select, insert, update (people) on opinion_count to cheminer_wall;
create policy wall_adds on opinion_count to cheminer_wall using (true) with check (true);

-- The half-year of an organisation's place.
create function half_of(wanted uuid) returns text language sql stable security definer set search_path = public, pg_temp as
$$ select extract(year from day)::text || case when extract(month from day) <= 6 then '-1' else '-2' end
	from (select now() at time zone t.time_zone as day from organization o join territory t on t.id = o.territory_id where o.id = wanted) here $$;

-- Adds what at least five people answered, question by question; anything else is refused, whoever asks.
create function add_opinions(wanted uuid, counts jsonb) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare people int := (select sum(n::int) from jsonb_each_text(counts -> 'chosen') a(answer, n)); q text; begin
	if people is null or people < 5 or people > 100000 then raise exception 'fewer than five answers' using errcode = '23514'; end if;
	foreach q in array array['chosen', 'matters', 'pace', 'sees', 'equals', 'awaited'] loop
		if (select sum(n::int) from jsonb_each_text(counts -> q) a(answer, n)) is distinct from people
			or exists (select from jsonb_each_text(counts -> q) a(answer, n) where n::int < 0) then
			raise exception 'questions that were not asked of the same people' using errcode = '23514';
		end if;
		insert into opinion_count as c (organization_id, half, question, answer, people)
		select wanted, half_of(wanted), q, a.answer, a.n::int from jsonb_each_text(counts -> q) a(answer, n) where a.n::int > 0
		on conflict (organization_id, half, question, answer) do update set people = c.people + excluded.people;
	end loop; end $$;
-- Sheets that somebody of the house types in, five at least: by themselves, so that none of those that wait can be told by what is missing.
create function add_opinion_sheets(counts jsonb) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	if not (i_am('practitioner') or i_am('front-desk') or i_am('coordination')) then raise exception 'not of the house' using errcode = '42501'; end if;
	perform add_opinions(my_organization(), counts); end $$;
do $$ declare f text; begin
	foreach f in array array['half_of(uuid)', 'add_opinions(uuid, jsonb)', 'add_opinion_sheets(jsonb)'] loop
		execute format('alter function %s owner to cheminer_wall', f);
	end loop;
end $$;
set role cheminer_wall;
grant execute on function add_opinion_sheets(jsonb) to cheminer_app;
grant execute on function add_opinions(uuid, jsonb) to cheminer_jobs;
set role cheminer_owner;

-- Whoever works in the house reads its own answers; who writes the team's word walks with people or coordinates. She reads what was shown.
grant select on opinion_count, opinion_word to cheminer_app, cheminer_person, cheminer_export;
grant insert (half, words, shown), update (words, shown, version) on opinion_word to cheminer_app;
create policy see on opinion_count for select to cheminer_app using (organization_id = (select my_organization())
	and (select i_am('practitioner') or i_am('front-desk') or i_am('coordination')));
create policy see on opinion_word for select to cheminer_app using (organization_id = (select my_organization())
	and (select i_am('practitioner') or i_am('front-desk') or i_am('coordination')));
create policy say on opinion_word for insert to cheminer_app with check (organization_id = (select my_organization())
	and (select i_am('practitioner') or i_am('coordination')));
create policy correct on opinion_word for update to cheminer_app using (organization_id = (select my_organization())
	and (select i_am('practitioner') or i_am('coordination'))) with check (organization_id = (select my_organization()));
create policy hers on opinion_word for select to cheminer_person using (shown and organization_id = any (array (select her_organizations())));
create policy hers on opinion_count for select to cheminer_person
	using ((organization_id, half) in (select w.organization_id, w.half from opinion_word w));
create policy take_along on opinion_count for select to cheminer_export using (organization_id = (select the_organization()));
create policy take_along on opinion_word for select to cheminer_export using (organization_id = (select the_organization()));

-- "Ma page à montrer": hers alone. No policy of the staff, no line of the audit, nothing for whoever takes an organisation's data along.
create table her_page (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	sealed text not null,
	version int not null default 1,
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id)
);
comment on table her_page is 'The page she composes for any counter: {name, language, lines}, sealed. A line is her own words, or points to a need, a goal or her next appointment, read when the page is. Hers alone.';
create unique index on her_page (accompaniment_id);
call guard('her_page');
create trigger keep_hers before insert on her_page for each row when (new.organization_id is null) execute function keep_hers();
grant select, insert (id, accompaniment_id, sealed), update (sealed, version), delete on her_page to cheminer_person;
create policy hers on her_page for select to cheminer_person using (accompaniment_id = any (array (select her_files())));
create policy hers_to_write on her_page for insert to cheminer_person with check (accompaniment_id = any (array (select her_files())));
create policy hers_to_change on her_page for update to cheminer_person
	using (accompaniment_id = any (array (select her_files()))) with check (accompaniment_id = any (array (select her_files())));
create policy hers_to_erase on her_page for delete to cheminer_person using (accompaniment_id = any (array (select her_files())));

-- "Ce qui compte pour moi", said by herself. What stood before is kept, as for everybody.
create trigger keep_hers before insert on profile for each row when (new.organization_id is null) execute function keep_hers();
grant insert (accompaniment_id, sealed), update (sealed, version) on profile to cheminer_person;
create policy hers_to_begin on profile for insert to cheminer_person with check (she_may_write(accompaniment_id));
create policy hers_to_say on profile for update to cheminer_person
	using (accompaniment_id = any (array (select her_files()))) with check (she_may_write(accompaniment_id));
create policy hers_kept_profile on revision for insert to cheminer_person
	with check (subject = 'profile' and row_id = accompaniment_id and replaced_by is null and author_id is null and note_id is null
		and she_may_write(accompaniment_id)
		and exists (select from profile p where p.accompaniment_id = revision.accompaniment_id and p.version = row_version));

-- A need that she opened is read by whom she says, from one moment to the next.
grant delete on need_reader to cheminer_person;
create policy hers_to_unname on need_reader for delete to cheminer_person
	using (need_id = any (array (select n.id from need n where n.author_id is null)));
