-- Other ways in: short messages and calls through one provider, a code to her safe contact, a page of nothing behind a second code,
-- what a new card opens at first, a device that is remembered.
set role cheminer_owner;

-- What leaves is a mail, a short message, or a text that is read aloud on the phone.
alter table outbox add column channel text not null default 'mail' check (channel in ('mail', 'sms', 'voice'));
alter table outbox add column give_up_at timestamptz;
comment on table outbox is 'Mails, short messages and calls, written in the transaction of the fact they tell, sealed with the installation key: a mail as {to, subject, text}, the others as {to, text, language}. Nobody who serves a page reads them back.';
comment on column outbox.give_up_at is 'After this it helps nobody any more (a code of ten minutes) and does not leave; null: three days.';
grant insert (channel, give_up_at) on outbox to cheminer_app, cheminer_auth;
grant select (channel) on outbox to cheminer_app;

-- A code goes only where she has been reachable for a while: whoever changes an address today must not receive her code today.
alter table contact add column since timestamptz not null default 'epoch';
alter table contact alter since set default now();
comment on column contact.since is 'Since when this very address or number stands here as seen by nobody else: a code goes to one that is three days old, so that whoever changes it cannot use it at once.';
create function contact_since() returns trigger language plpgsql set search_path = public, pg_temp as $$ begin
	new.since := now();
	return new; end $$;
create trigger since before update on contact for each row
	when ((old.kind, old.safe, old.value_index) is distinct from (new.kind, new.safe, new.value_index)) execute function contact_since();

-- What a card opens at first is what whoever gave it reads himself (decisions 3): until a code to her safe contact, three days after she was
-- told there, a week where nobody could tell her. Cards given before this was built are settled.
alter table carnet add column noticed_at timestamptz, add column trusted_at timestamptz;
update carnet set trusted_at = created_at;
comment on column carnet.noticed_at is 'When her safe contact, one that stood there before, was told of this card; null when nobody could be.';
comment on column carnet.trusted_at is 'When a one-time code to her safe contact proved that this card is hers; null otherwise.';
-- A second PIN opens a page of everyday numbers. Every card has the form of one: nobody can tell whether she chose it, whoever holds the database included.
alter table carnet add column decoy text;
comment on column carnet.decoy is 'Argon2id form, salted as the PIN, of a second PIN that opens a page of everyday numbers and nothing of hers; of chance until she chooses one, and again when she wants none: no column says which.';
create function chance_beside(phc text) returns text language sql volatile as
$$ select regexp_replace(phc, '[^$]*$', '') || rtrim(encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'base64'), '=') $$;
grant execute on function chance_beside(text) to cheminer_wall, cheminer_auth;
create function prepare_carnet() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	new.decoy := coalesce(new.decoy, chance_beside(new.pin));
	if new.noticed_at is not null and me() is not null then
		new.noticed_at := case when exists (select from contact c where c.accompaniment_id = new.accompaniment_id and c.safe
			and c.kind in ('phone', 'mail') and c.since < now() - interval '72 hours') then now() end;
	end if;
	return new; end $$;
grant select (accompaniment_id, safe, kind, since) on contact to cheminer_wall;
drop policy if exists wall_reads on contact;
create policy wall_reads on contact for select to cheminer_wall using (true);
alter function prepare_carnet() owner to cheminer_wall;
update carnet set decoy = chance_beside(pin);
create trigger prepare before insert on carnet for each row execute function prepare_carnet();
grant insert (noticed_at) on carnet to cheminer_app;
grant select (decoy, given_by, created_at, noticed_at, trusted_at), update (decoy, trusted_at) on carnet to cheminer_auth;

create function settles_at(created timestamptz, noticed timestamptz, trusted timestamptz) returns timestamptz language sql stable parallel safe as
$$ select case when trusted is not null then null else nullif(greatest(coalesce(noticed + interval '72 hours', created + interval '7 days'), now()), now()) end $$;
grant execute on function settles_at(timestamptz, timestamptz, timestamptz) to cheminer_wall, cheminer_auth;

-- The parts that are open with a card which is not settled, and what of them whoever gave it reads himself.
create function her_young_files() returns setof uuid language plpgsql stable security definer rows 1 set search_path = public, pg_temp as $$
declare cards uuid[] := her_cards(); begin
	return query select c.accompaniment_id from carnet c where c.id = any (cards) and c.ended_at is null
		and settles_at(c.created_at, c.noticed_at, c.trusted_at) is not null; end $$;
create function her_young_cards() returns table (file uuid, giver uuid, since timestamptz) language plpgsql stable security definer rows 1 set search_path = public, pg_temp as $$
declare cards uuid[] := her_cards(); begin
	return query select c.accompaniment_id, c.given_by, c.created_at from carnet c where c.id = any (cards) and c.ended_at is null
		and settles_at(c.created_at, c.noticed_at, c.trusted_at) is not null; end $$;
create function her_first_notes() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return query select n.id from her_young_cards() y join note n on n.accompaniment_id = y.file
		where n.author_id = y.giver or exists (select from note_reader r where r.note_id = n.id and r.member_id = y.giver); end $$;
create function her_first_needs() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return query select n.id from her_young_cards() y join need n on n.accompaniment_id = y.file
		where n.author_id = y.giver or n.author_id is null and n.created_at >= y.since
		or exists (select from need_reader r where r.need_id = n.id and r.member_id = y.giver); end $$;
create function her_first_goals() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return query select n.id from her_young_cards() y join goal n on n.accompaniment_id = y.file
		where n.author_id = y.giver or n.author_id is null and n.created_at >= y.since
		or exists (select from goal_reader r where r.goal_id = n.id and r.member_id = y.giver); end $$;
create function her_first_views() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return query select v.id from her_young_cards() y join view_request v on v.accompaniment_id = y.file
		where y.giver in (v.asked_by, v.asked_of) or exists (select from view_reader r where r.view_id = v.id and r.member_id = y.giver); end $$;
do $$ declare f text; begin
	foreach f in array array['her_young_files()', 'her_young_cards()', 'her_first_notes()', 'her_first_needs()', 'her_first_goals()', 'her_first_views()'] loop
		execute format('alter function %s owner to cheminer_wall', f);
	end loop;
end $$;
set role cheminer_wall;
grant execute on function her_young_files(), her_young_cards(), her_first_notes(), her_first_needs(), her_first_goals(), her_first_views() to cheminer_person;
set role cheminer_owner;

-- One more condition on each table of texts: whatever another policy opens, the first days of a card do not.
-- `condition` says which rows are there all the same; see docs/how-to/add-a-table.md.
create procedure guard_first_days(wanted regclass, condition text) language plpgsql as $$ begin
	execute format('create policy first_days on %s as restrictive for select to cheminer_person
		using (accompaniment_id <> all (array (select her_young_files())) or %s)', wanted, condition); end $$;
call guard_first_days('note', 'id = any (array (select her_first_notes()))');
call guard_first_days('read_back', 'note_id = any (array (select her_first_notes()))');
call guard_first_days('need', 'id = any (array (select her_first_needs()))');
call guard_first_days('need_voice', 'need_id = any (array (select her_first_needs()))');
call guard_first_days('goal', 'id = any (array (select her_first_goals()))');
call guard_first_days('goal_wording', 'goal_id = any (array (select her_first_goals()))');
call guard_first_days('goal_confirmation', 'goal_id = any (array (select her_first_goals()))');
call guard_first_days('goal_step', 'goal_id = any (array (select her_first_goals()))');
call guard_first_days('view_text', 'id = any (array (select her_first_views()))');
call guard_first_days('action', 'case when note_id is not null then note_id = any (array (select her_first_notes()))
	when goal_id is not null then goal_id = any (array (select her_first_goals())) else true end
	or (author_id, accompaniment_id) in (select y.giver, y.file from her_young_cards() y)
	or (owner_member_id, accompaniment_id) in (select y.giver, y.file from her_young_cards() y)');
do $$ declare t text; begin
	foreach t in array array['revision', 'widening'] loop
		call guard_first_days(t::regclass, 'case when note_id is not null then note_id = any (array (select her_first_notes()))
			when need_id is not null then need_id = any (array (select her_first_needs()))
			when goal_id is not null then goal_id = any (array (select her_first_goals())) else true end');
	end loop;
end $$;
-- What is hers alone is there when it was written since; what she showed, they read.
call guard_first_days('her_note', 'shown or created_at >= (select min(y.since) from her_young_cards() y where y.file = accompaniment_id)');
call guard_first_days('reading_question', 'asked_at >= (select min(y.since) from her_young_cards() y where y.file = accompaniment_id)');

-- How a session was opened. With a code it opens the part of that card alone: whoever writes her contacts there could have sent it to himself.
alter table auth.person_session add column proof text not null default 'pin' check (proof in ('pin', 'code'));
alter table auth.person_session add column opened uuid[] not null default '{}';
comment on column auth.person_session.opened is 'Cards of other organisations that a code to the contact known there opened, in a session that a code opened.';

create table auth.person_code (
	id uuid primary key,
	attempt text not null,
	carnet_id uuid references carnet,
	code text not null,
	tries int not null default 0,
	used_at timestamptz,
	expires_at timestamptz not null,
	created_at timestamptz not null default now()
);
comment on table auth.person_code is 'A one-time code that was asked for: ten minutes, five tries, once, in the browser that asked (attempt, a keyed hash, like the code). Without a card it is nobody''s: asked for all the same, so that asking says nothing.';
comment on column auth.person_code.carnet_id is 'The card whose part it opens, by the contact known there; null until it is found, and for good when there is none.';
create index on auth.person_code (attempt);
create index on auth.person_code (expires_at);

create table auth.person_device (
	id uuid primary key,
	carnet_id uuid not null references carnet,
	token text not null unique,
	user_agent text not null default '',
	expires_at timestamptz not null default now() + interval '30 days',
	ended_at timestamptz,
	created_at timestamptz not null default now()
);
comment on table auth.person_device is 'A device that stands for the code of her card for 30 days, never for her PIN; only where she asked, never in concealed mode. The token as a keyed hash.';
create index on auth.person_device (carnet_id);

do $$ declare t text; begin
	foreach t in array array['auth.person_code', 'auth.person_device'] loop
		call guard(t::regclass, archived => false);
		execute format('grant select, insert, update on %s to cheminer_auth', t);
		execute format('create policy accounts on %s to cheminer_auth using (true) with check (true)', t);
		execute format('grant select (expires_at), delete on %s to cheminer_jobs', t);
		execute format('create policy clear on %s to cheminer_jobs using (expires_at < now())', t);
	end loop;
end $$;

-- A try of a code: counted before it is compared, and used up when it is right.
create function auth.use_code(wanted text, typed text) returns table (carnet_id uuid)
language plpgsql volatile set search_path = auth, public, pg_temp as $$ begin
	update person_code p set tries = p.tries + 1 where p.attempt = wanted and p.tries < 5 and p.used_at is null and p.expires_at > now();
	if not found then return; end if;
	return query update person_code p set used_at = now()
		where p.attempt = wanted and p.code = typed and p.carnet_id is not null and p.used_at is null and p.expires_at > now() returning p.carnet_id; end $$;
grant execute on function auth.use_code(text, text) to cheminer_auth;

-- Whose device this is, while the card lives and nobody hides: asked at the door, before the PIN.
create function auth.device_carnet(wanted text) returns table (device_id uuid, carnet_id uuid, person_id uuid)
language plpgsql stable set search_path = auth, public, pg_temp as $$ begin
	return query select d.id, d.carnet_id, c.person_id from person_device d join carnet c on c.id = d.carnet_id
	where d.token = wanted and d.ended_at is null and d.expires_at > now() and c.ended_at is null and not is_concealed(c.person_id)
	and not exists (select from carnet j where j.id = any (c.also) and j.ended_at is null and is_concealed(j.person_id)); end $$;
-- In one part is in all: a device tells whoever holds it.
create function is_concealed(wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from accompaniment a where a.person_id = wanted and a.concealed); end $$;
alter function is_concealed(uuid) owner to cheminer_wall;
set role cheminer_wall;
grant execute on function is_concealed(uuid) to cheminer_auth;
set role cheminer_owner;
grant execute on function auth.device_carnet(text) to cheminer_auth;

-- Whatever ends a card ends its devices too; concealment ends every one of them.
grant select (id, carnet_id, ended_at), update (ended_at) on auth.person_device to cheminer_wall;
create policy wall_reads on auth.person_device for select to cheminer_wall using (true);
create policy wall_ends on auth.person_device for update to cheminer_wall using (true) with check (true);
create or replace function end_carnet_sessions() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	update auth.person_session set ended_at = now() where carnet_id = new.id and ended_at is null;
	update auth.person_device set ended_at = now() where carnet_id = new.id and ended_at is null;
	return null; end $$;
create function end_devices_concealed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	update auth.person_device d set ended_at = now() from carnet c where c.id = d.carnet_id and c.person_id = new.person_id and d.ended_at is null;
	return null; end $$;
alter function end_devices_concealed() owner to cheminer_wall;
create trigger end_devices after update of concealed on accompaniment for each row when (new.concealed and not old.concealed) execute function end_devices_concealed();

drop function auth.session_person(text);
create function auth.session_person(wanted text)
returns table (session_id uuid, carnet_id uuid, person_id uuid, cards uuid[], country text, time_zone text, proof text, settles timestamptz)
language plpgsql volatile set search_path = public, pg_temp as $$
declare s record; begin
	select x.id, x.carnet_id, x.expires_at, x.created_at, x.proof, x.opened, c.person_id, c.organization_id, c.also,
		settles_at(c.created_at, c.noticed_at, c.trusted_at) as settles into s
	from auth.person_session x join carnet c on c.id = x.carnet_id
	where x.token = wanted and x.ended_at is null and x.expires_at > now() and x.created_at > now() - interval '4 hours' and c.ended_at is null;
	if not found then return; end if;
	if s.expires_at < least(now() + interval '25 minutes', s.created_at + interval '4 hours') then
		update auth.person_session x set expires_at = least(now() + interval '30 minutes', x.created_at + interval '4 hours')
		where x.id = s.id and x.ended_at is null;
	end if;
	return query select s.id, s.carnet_id, s.person_id, s.carnet_id || case s.proof when 'pin' then s.also else s.opened end, t.country, t.time_zone, s.proof, s.settles
	from organization o join territory t on t.id = o.territory_id where o.id = s.organization_id; end $$;
grant execute on function auth.session_person(text) to cheminer_auth;
