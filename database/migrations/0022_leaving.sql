-- Leaving with one's data (decisions 7): she asks for all of hers, whoever can open something of it is told and answers; and what an
-- organisation takes along, read by a role of its own.
set role cheminer_owner;

create table data_request (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	how text not null check (how in ('orally', 'screen', 'paper')),
	said_on date not null,
	recorded_by uuid not null default me(),
	created_at timestamptz not null default now(),
	unique (accompaniment_id, id),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id),
	foreign key (organization_id, recorded_by) references member (organization_id, id)
);
comment on table data_request is '"Tout emporter": she asked for all of her data here, on a day, in her own words; append-only. Nothing is given without one.';
create index on data_request (accompaniment_id, created_at desc);
create index on data_request (recorded_by, created_at);

create table data_part (
	request_id uuid not null,
	accompaniment_id uuid not null,
	organization_id uuid not null,
	member_id uuid not null,
	told_at timestamptz not null default now(),
	answer text check (answer in ('given', 'nothing')),
	answered_at timestamptz,
	primary key (request_id, member_id),
	foreign key (accompaniment_id, request_id) references data_request (accompaniment_id, id),
	foreign key (organization_id, member_id) references member (organization_id, id),
	check ((answer is null) = (answered_at is null))
);
comment on table data_part is 'Who could open something of hers when she asked: told on the desk, each gives what he reads, or says that he holds nothing more. It never says whether there was something.';
create index on data_part (member_id) where answer is null;
create index on data_part (accompaniment_id);

-- Everybody who walks with her at that moment: nobody else can open a text of hers, so nobody else could give one.
create function tell_holders() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare today int; begin
	if me() is null then return null; end if;
	select count(*) into today from data_request r where r.recorded_by = me() and r.created_at > now() - interval '1 day';
	-- A few in a day are people who ask; more would be a caseload that leaves.
	if today > 10 then raise exception 'too many people ask for their data in one day' using errcode = 'CH429', detail = '3600'; end if;
	insert into data_part (request_id, accompaniment_id, organization_id, member_id)
	select new.id, new.accompaniment_id, new.organization_id, w.member_id from (
		select a.lead_id as member_id from accompaniment a where a.id = new.accompaniment_id and a.lead_id is not null
		union select c.member_id from colleague c where c.accompaniment_id = new.accompaniment_id and (c.until is null or c.until > now())) w
	where may_be_named(w.member_id, new.accompaniment_id);
	return null; end $$;

-- An answer is given by the database's clock; what was given stays given.
create function keep_part() returns trigger language plpgsql set search_path = public, pg_temp as $$ begin
	if me() is null then return new; end if;
	if old.answer = 'given' then new.answer := 'given'; end if;
	new.answered_at := now();
	return new; end $$;

grant select on data_request to cheminer_wall;
grant insert on data_part to cheminer_wall;
alter function tell_holders() owner to cheminer_wall;
create trigger tell_holders after insert on data_request for each row execute function tell_holders();
create trigger keep_part before update on data_part for each row execute function keep_part();

call guard('data_request');
call guard('data_part');
create policy wall_reads on data_request for select to cheminer_wall using (true);
create policy wall_tells on data_part for insert to cheminer_wall with check (true);
create trigger audit after insert or update or delete on data_request for each row execute function audit_change();
create trigger audit after insert or update or delete on data_part for each row execute function audit_change();

grant select, insert (id, accompaniment_id, how, said_on) on data_request to cheminer_app;
create policy see on data_request for select to cheminer_app using (accompaniment_id = any (array (select reach())));
create policy ask on data_request for insert to cheminer_app
	with check (organization_id = (select my_organization()) and recorded_by = me() and may_write(accompaniment_id));

grant select, update (answer) on data_part to cheminer_app;
create policy see on data_part for select to cheminer_app using (accompaniment_id = any (array (select reach())));
create policy answer on data_part for update to cheminer_app
	using (member_id = me() and accompaniment_id = any (array (select reach())))
	with check (member_id = me() and answer is not null and may_write(accompaniment_id));

-- What an organisation takes along is read by a role that sees that organisation alone (app.organization), no memo, no draft, no session and
-- nothing that waits; it changes nothing.
create function the_organization() returns uuid language sql stable set search_path = public, pg_temp as
$$ select nullif(current_setting('app.organization', true), '')::uuid $$;
grant execute on function the_organization() to cheminer_export;
grant usage on schema public, keys to cheminer_export;

do $$ declare t text; begin
	-- Their rows name the organisation.
	foreach t in array array['member', 'invitation', 'accompaniment', 'colleague', 'exclusion', 'appointment', 'interview', 'attendee', 'action', 'profile',
		'contact', 'answer', 'frame', 'protection', 'moment', 'handover', 'ending', 'need', 'goal', 'view_request', 'desk_word', 'data_request', 'data_part',
		'journal', 'audit'] loop
		execute format('create policy take_along on %I for select to cheminer_export using (organization_id = (select the_organization()))', t);
	end loop;
	-- Their rows name the accompaniment alone.
	foreach t in array array['note', 'revision', 'widening', 'set_aside', 'read_back', 'need_voice', 'goal_wording', 'goal_confirmation', 'goal_step', 'view_text'] loop
		execute format('create policy take_along on %I for select to cheminer_export using (accompaniment_id in (select a.id from accompaniment a))', t);
	end loop;
	-- Their rows name the text alone.
	foreach t in array array['note', 'need', 'goal'] loop
		execute format('create policy take_along on %1$I_reader for select to cheminer_export using (%1$I_id in (select n.id from %1$I n))', t);
	end loop;
	foreach t in array array['territory', 'organization', 'member', 'invitation', 'person', 'accompaniment', 'colleague', 'exclusion', 'appointment', 'interview',
		'attendee', 'note', 'note_reader', 'read_back', 'action', 'revision', 'widening', 'set_aside', 'profile', 'contact', 'answer', 'frame', 'protection',
		'moment', 'handover', 'ending', 'need', 'need_voice', 'need_reader', 'goal', 'goal_wording', 'goal_confirmation', 'goal_step', 'goal_reader',
		'view_request', 'view_text', 'view_reader', 'desk_word', 'data_request', 'data_part', 'journal', 'audit'] loop
		execute format('grant select on %I to cheminer_export', t);
	end loop;
end $$;
create policy take_along on organization for select to cheminer_export using (id = (select the_organization()));
create policy take_along on territory for select to cheminer_export using (id in (select o.territory_id from organization o));
create policy take_along on person for select to cheminer_export using (id in (select a.person_id from accompaniment a));
create policy take_along on view_reader for select to cheminer_export using (view_id in (select v.id from view_text v));
-- The key of one person opens her texts here; it is never written out.
grant select on keys.person_key to cheminer_export;
create policy take_along on keys.person_key for select to cheminer_export using (person_id in (select a.person_id from accompaniment a));

-- Told before anything is read: a line that its administrators see, without a hand, since no account did it. False when there is no such organisation.
create function note_organization_export(wanted uuid) returns boolean language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	insert into audit (organization_id, act, subject, row_id) select o.id, 'export', 'organization', o.id::text from organization o where o.id = wanted;
	return found; end $$;
alter function note_organization_export(uuid) owner to cheminer_wall;
-- An organisation is found by the operator by its reference or its name: public facts.
create function organizations_to_export() returns table (id uuid, name text) language sql stable security definer set search_path = public, pg_temp as
$$ select o.id, o.name from organization o order by fold(o.name), o.id $$;
alter function organizations_to_export() owner to cheminer_wall;
set role cheminer_wall;
grant execute on function note_organization_export(uuid), organizations_to_export() to cheminer_export;
set role cheminer_owner;
