-- Messages between her and those who accompany her: read by the people named with each and by nobody who is named later; what was read is
-- known to its reader alone. And a neutral word to her own safe address when something waits, at the hours that she chose.
set role cheminer_owner;

create table message (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	author_id uuid default me() references member,
	sealed text,
	voice_id uuid references file on delete set null,
	file_id uuid references file on delete set null,
	created_at timestamptz not null default now(),
	withdrawn_at timestamptz,
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id),
	unique (accompaniment_id, id),
	check ((sealed is null) = (withdrawn_at is not null))
);
comment on table message is 'A message: {text, name?}, sealed with her key, what was said aloud and one paper with its name. Never changed; once taken back nothing is left of it but that it was.';
comment on column message.author_id is 'Who wrote it; null when she did, in her own space.';
create index on message (accompaniment_id, created_at desc, id desc);
create index on message (voice_id) where voice_id is not null;
create index on message (file_id) where file_id is not null;

create table message_reader (
	message_id uuid not null,
	accompaniment_id uuid not null,
	member_id uuid not null references member,
	added_at timestamptz not null default now(),
	primary key (member_id, message_id),
	foreign key (accompaniment_id, message_id) references message (accompaniment_id, id)
);
comment on table message_reader is '"Nous": the people named with a message, in the transaction that writes it. Nobody is named later.';
create index on message_reader (message_id);

create table message_read (
	message_id uuid not null,
	accompaniment_id uuid not null,
	member_id uuid default me() references member,
	foreign key (accompaniment_id, message_id) references message (accompaniment_id, id),
	unique nulls not distinct (message_id, member_id)
);
comment on table message_read is 'What somebody has read, told to himself alone: no hour, no column that anybody else may see. Hers has no member.';

create table message_days (
	member_id uuid primary key default me() references member,
	organization_id uuid not null default my_organization() references organization,
	days smallint[] not null default '{}' check (days <@ '{1,2,3,4,5,6,7}'),
	away_from date,
	away_until date,
	check ((away_from is null) = (away_until is null) and away_until >= away_from)
);
comment on table message_days is 'On which days of the week a practitioner reads messages (1 is Monday), and when he is away, as he says it to those whom he accompanies.';

create table notice_choice (
	accompaniment_id uuid primary key,
	organization_id uuid not null default my_organization(),
	contact_id uuid not null,
	value_index text not null,
	language text not null,
	quiet_from smallint not null default 20 check (quiet_from between 12 and 23),
	quiet_until smallint not null default 8 check (quiet_until between 5 and 12),
	quiet_days smallint[] not null default '{7}' check (quiet_days <@ '{6,7}'),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id)
);
comment on table notice_choice is 'Hers alone: that a neutral word tells her that something waits, at which of her safe addresses, in which language, outside of which hours. No row: none.';
comment on column notice_choice.value_index is 'The address as it was when she chose it: changed since, it is asked again.';

create table notice (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	leaves_at timestamptz not null,
	about_at timestamptz not null default now(),
	created_at timestamptz not null default now(),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id)
);
comment on table notice is 'A neutral word that waits or left: one a day at most. about_at is the last message it is about.';
create index on notice (accompaniment_id, leaves_at);
alter table outbox add column notice_id uuid references notice;
comment on column outbox.notice_id is 'The neutral word to somebody accompanied that this is; it is looked at again before it leaves (settle_notices).';
create index on outbox (notice_id) where notice_id is not null;

do $$ declare t text; begin
	foreach t in array array['message', 'message_reader', 'message_read', 'message_days', 'notice_choice'] loop
		call guard(t::regclass);
		execute format('grant select on %I to cheminer_wall', t);
		execute format('create policy wall_reads on %I for select to cheminer_wall using (true)', t);
	end loop;
	foreach t in array array['message', 'message_reader'] loop
		execute format('grant select on %I to cheminer_export, cheminer_person', t);
		execute format('create policy hers on %I for select to cheminer_person using (accompaniment_id = any (array (select her_files())))', t);
	end loop;
end $$;
-- A queue that came back from an archive would send again what has left already.
call guard('notice', archived => false);
create policy take_along on message for select to cheminer_export using (organization_id = (select the_organization()));
grant select on message_days to cheminer_export;
create policy take_along on message_days for select to cheminer_export using (organization_id = (select the_organization()));
create policy take_along_messages on file for select to cheminer_export
	using (id in (select unnest(array[m.voice_id, m.file_id]) from message m));
create policy take_along on message_reader for select to cheminer_export using (message_id in (select m.id from message m));
create trigger audit after insert or update or delete on message for each row execute function audit_change();
create trigger audit after insert or update or delete on message_days for each row execute function audit_change();
-- That she wrote is told to whom she wrote, beside the message itself; a line of the audit would tell the others.
create policy messages_apart on audit as restrictive for select to cheminer_app using (subject <> 'message');
create trigger keep_hers before insert on message for each row when (new.organization_id is null) execute function keep_hers();
create trigger keep_hers before insert on notice_choice for each row when (new.organization_id is null) execute function keep_hers();

-- Who reads: the functions of a note (0003, 0020), by the same names and rules.
create function named_with_message() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	if the_file() is null then return query select r.message_id from message_reader r where r.member_id = me();
	else return query select r.message_id from message_reader r where r.member_id = me() and r.accompaniment_id = the_file();
	end if; end $$;
create function readable_messages() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return query select m.id from message m where m.accompaniment_id = any (array (select reach()))
		and (m.author_id = me() or m.id = any (array (select named_with_message()))); end $$;
create function may_read_message(reader uuid, on_accompaniment uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return may_be_named(reader, on_accompaniment) and exists (select from accompaniment a where a.id = on_accompaniment
		and (a.lead_id = reader or exists (select from colleague c where c.accompaniment_id = a.id and c.member_id = reader and (c.until is null or c.until > now())))); end $$;
-- What goes with a message is of the same part and of the same hand.
create function file_of_mine(wanted uuid, on_accompaniment uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return wanted is null or exists (select from file f where f.id = wanted and f.accompaniment_id = on_accompaniment and f.author_id is not distinct from me()); end $$;
-- Taken back once, now, and nothing is left of it.
create function withdraw_message() returns trigger language plpgsql set search_path = public, pg_temp as $$ begin
	if me() is null and her() is null then return new; end if;
	if old.withdrawn_at is not null then raise exception 'this was taken back already' using errcode = '23514'; end if;
	new.withdrawn_at := now();
	new.sealed := null;
	new.voice_id := null;
	new.file_id := null;
	return new; end $$;
create trigger withdraw before update of withdrawn_at on message for each row execute function withdraw_message();

-- When something may leave at the earliest, by her own hours; null when it never may.
create function after_quiet(at timestamptz, zone text, quiet_from int, quiet_until int, quiet_days smallint[]) returns timestamptz
language plpgsql stable set search_path = public, pg_temp as $$
declare here timestamp := at at time zone zone; moved boolean := false; begin
	for turn in 1..9 loop
		if extract(isodow from here)::smallint = any (quiet_days) or extract(hour from here) >= quiet_from then
			here := date_trunc('day', here) + interval '1 day' + make_interval(hours => quiet_until);
			if extract(isodow from here)::smallint = any (quiet_days) then here := date_trunc('day', here); end if;
		elsif extract(hour from here) < quiet_until then
			here := date_trunc('day', here) + make_interval(hours => quiet_until);
		else
			return case when moved then here at time zone zone else at end;
		end if;
		moved := true;
	end loop;
	return null; end $$;

-- She was in her space, with a card that opens this part, after that instant. Her session says it within five minutes, and nothing else is kept.
create function she_came(wanted uuid, since timestamptz) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from auth.person_session s join carnet c on c.id = s.carnet_id
		join carnet k on (k.id = c.id or k.id = any (c.also)) and k.accompaniment_id = wanted
		where greatest(s.created_at, s.expires_at - interval '30 minutes') > since); end $$;

-- Her choice as it stands: the address is still there, still safe and still the one she chose; a card of hers opens this part.
create function chosen_notice(wanted uuid) returns notice_choice language plpgsql stable security definer set search_path = public, pg_temp as $$
declare choice notice_choice; begin
	select n.* into choice from notice_choice n join accompaniment a on a.id = n.accompaniment_id
		join contact c on c.id = n.contact_id and c.accompaniment_id = a.id and c.safe and c.value_index = n.value_index
	where a.id = wanted and a.ended_on is null
	and exists (select from carnet k where k.accompaniment_id = a.id and k.ended_at is null);
	return choice; end $$;

create function zone_of(wanted uuid) returns text language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return (select t.time_zone from accompaniment a join organization o on o.id = a.organization_id join territory t on t.id = o.territory_id where a.id = wanted); end $$;

-- Whoever wrote asks whether a word leaves for it: where to, in which language, when. Nothing when she did not ask for it, or when one leaves or
-- left within a day, in whichever part of her pathway: one that still waits is then about this message too.
create function notice_due(wanted uuid) returns table (contact_id uuid, language text, leaves_at timestamptz)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare choice notice_choice := chosen_notice(wanted); whose uuid; at timestamptz; begin
	if choice.accompaniment_id is null or not in_reach(wanted) then return; end if;
	select a.person_id into whose from accompaniment a where a.id = wanted;
	perform pg_advisory_xact_lock(hashtextextended('notice ' || whose, 0));
	at := after_quiet(now() + interval '10 minutes', zone_of(wanted), choice.quiet_from, choice.quiet_until, choice.quiet_days);
	update notice n set about_at = now() from outbox o where o.notice_id = n.id and o.state = 'waiting'
		and n.accompaniment_id in (select a.id from accompaniment a where a.person_id = whose);
	if at is null or exists (select from notice n join accompaniment a on a.id = n.accompaniment_id and a.person_id = whose
		where n.leaves_at > at - interval '1 day') then return; end if;
	return query select choice.contact_id, choice.language, at; end $$;

-- Looked at again before one leaves: it goes when she came since, or nothing waits for her any more, or she wants none; it waits in her quiet hours.
create function settle_notices() returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare one record; choice notice_choice; at timestamptz; begin
	for one in select o.id, o.notice_id, n.accompaniment_id, n.about_at, n.created_at, a.person_id from outbox o join notice n on n.id = o.notice_id
		join accompaniment a on a.id = n.accompaniment_id where o.state = 'waiting' and o.next_try_at <= now() for update of o skip locked loop
		choice := chosen_notice(one.accompaniment_id);
		if choice.accompaniment_id is null or she_came(one.accompaniment_id, one.about_at)
			or not exists (select from message m join accompaniment a on a.id = m.accompaniment_id and a.person_id = one.person_id
				where m.author_id is not null and m.withdrawn_at is null and m.created_at >= one.created_at
				and not exists (select from message_read r where r.message_id = m.id and r.member_id is null)) then
			delete from outbox where id = one.id;
			delete from notice where id = one.notice_id;
		else
			at := after_quiet(now(), zone_of(one.accompaniment_id), choice.quiet_from, choice.quiet_until, choice.quiet_days);
			if at > now() then
				update outbox set next_try_at = at where id = one.id;
				update notice set leaves_at = at where id = one.notice_id;
			end if;
		end if;
	end loop;
	delete from notice n where n.leaves_at < now() - interval '7 days' and not exists (select from outbox o where o.notice_id = n.id); end $$;

grant select, update, delete on notice to cheminer_wall;
grant select, delete, update (next_try_at) on outbox to cheminer_wall;
grant select (created_at, expires_at) on auth.person_session to cheminer_wall;
grant select (id, accompaniment_id, safe, value_index) on contact to cheminer_wall;
create policy wall_notices on contact for select to cheminer_wall using (true);
create policy wall_settles on notice to cheminer_wall using (true) with check (true);
create policy wall_settles on outbox to cheminer_wall using (notice_id is not null) with check (notice_id is not null);
do $$ declare f text; begin
	foreach f in array array['named_with_message()', 'readable_messages()', 'may_read_message(uuid, uuid)', 'file_of_mine(uuid, uuid)',
		'after_quiet(timestamptz, text, int, int, smallint[])', 'she_came(uuid, timestamptz)', 'chosen_notice(uuid)', 'zone_of(uuid)', 'notice_due(uuid)', 'settle_notices()'] loop
		execute format('alter function %s owner to cheminer_wall', f);
	end loop;
end $$;
set role cheminer_wall;
grant execute on function named_with_message(), readable_messages(), may_read_message(uuid, uuid), notice_due(uuid) to cheminer_app;
-- With whom she wrote is seen by first name, whatever became of his place since.
do $$ begin
	execute replace(pg_get_functiondef('her_people()'::regprocedure), 'union select j.member_id from journal j',
		'union select m.author_id from message m where m.accompaniment_id = any (files)
	union select r.member_id from message_reader r where r.accompaniment_id = any (files)
	union select j.member_id from journal j');
end $$;
grant execute on function file_of_mine(uuid, uuid) to cheminer_app, cheminer_person;
grant execute on function settle_notices() to cheminer_jobs;
set role cheminer_owner;

-- The staff: what each is named with, within reach. Written where she is still accompanied, taken back within a day: a slip, or the wrong
-- person; later what she has read stays hers to show.
grant select, insert (id, accompaniment_id, sealed, voice_id, file_id), update (withdrawn_at) on message to cheminer_app;
create policy see on message for select to cheminer_app
	using (accompaniment_id = any (array (select reach())) and (author_id = me() or id = any (array (select named_with_message()))));
create policy write on message for insert to cheminer_app
	with check (organization_id = (select my_organization()) and author_id = me() and may_write(accompaniment_id)
		and exists (select from accompaniment a where a.id = accompaniment_id and a.ended_on is null)
		and file_of_mine(voice_id, accompaniment_id) and file_of_mine(file_id, accompaniment_id));
-- Whoever reads a message reads what goes with it.
create policy messages on file for select to cheminer_app using (id = any (array (select unnest(array[m.voice_id, m.file_id]) from message m)));
create policy withdraw on message for update to cheminer_app
	using (author_id = me() and created_at > now() - interval '1 day' and accompaniment_id = any (array (select reach()))) with check (author_id = me());
-- Named in the transaction that wrote it, whose present is the message's own, and never later.
grant select, insert (message_id, accompaniment_id, member_id) on message_reader to cheminer_app;
create policy see on message_reader for select to cheminer_app using (message_id = any (array (select readable_messages())));
create policy name on message_reader for insert to cheminer_app
	with check (may_read_message(member_id, accompaniment_id)
		and exists (select from message m where m.id = message_id and m.author_id = me() and m.created_at = now()));
grant select, insert (message_id, accompaniment_id) on message_read to cheminer_app;
create policy mine on message_read to cheminer_app using (member_id = me() and message_id = any (array (select readable_messages())))
	with check (member_id = me() and message_id = any (array (select readable_messages())));
grant select, insert (days, away_from, away_until), update (days, away_from, away_until) on message_days to cheminer_app;
create policy mine on message_days to cheminer_app using (member_id = me()) with check (member_id = me() and organization_id = (select my_organization()));
grant insert (id, accompaniment_id, leaves_at) on notice to cheminer_app;
create policy queue on notice for insert to cheminer_app with check (organization_id = (select my_organization()) and may_write(accompaniment_id));
grant insert (notice_id, next_try_at) on outbox to cheminer_app;

-- Hers. Taken back whenever she wants, in a file that was closed too.
grant insert (id, accompaniment_id, sealed, voice_id, file_id), update (withdrawn_at) on message to cheminer_person;
create policy hers_to_write on message for insert to cheminer_person with check (author_id is null and she_may_write(accompaniment_id)
	and file_of_mine(voice_id, accompaniment_id) and file_of_mine(file_id, accompaniment_id));
create policy hers_to_withdraw on message for update to cheminer_person
	using (author_id is null and accompaniment_id = any (array (select her_files()))) with check (author_id is null);
grant insert (message_id, accompaniment_id, member_id) on message_reader to cheminer_person;
create policy hers_to_name on message_reader for insert to cheminer_person
	with check (walks_with_her(member_id, accompaniment_id)
		and exists (select from message m where m.id = message_id and m.author_id is null and m.created_at = now()));
grant select, insert (message_id, accompaniment_id) on message_read to cheminer_person;
create policy hers on message_read to cheminer_person using (member_id is null and accompaniment_id = any (array (select her_files())))
	with check (member_id is null and accompaniment_id = any (array (select her_files())));
grant select on message_days to cheminer_person;
create policy hers on message_days for select to cheminer_person using (member_id = any (array (select her_people())));
grant select, insert (accompaniment_id, contact_id, value_index, language, quiet_from, quiet_until, quiet_days), delete on notice_choice to cheminer_person;
create policy hers on notice_choice to cheminer_person using (accompaniment_id = any (array (select her_files())))
	with check (she_may_write(accompaniment_id) and exists (select from contact c where c.id = contact_id
		and c.accompaniment_id = notice_choice.accompaniment_id and c.safe and c.value_index = notice_choice.value_index));
