-- Asking for a view: one colleague of the same organisation, one question, at her word, for a week at most, on what is shown to him and
-- nothing else. He gets no reach: no policy of any other table knows him. What he reads he reads through open_view(), which checks the
-- living request, tests exclusion and writes the journal. Nothing he is given lets him ask somebody else (product, never 6).
set role cheminer_owner;

create table view_request (
	id uuid primary key,
	accompaniment_id uuid not null,
	organization_id uuid not null default my_organization(),
	asked_by uuid not null default me(),
	asked_of uuid not null,
	accord_how text not null check (accord_how in ('orally', 'screen', 'paper')),
	asked_at timestamptz not null default now(),
	ends_at timestamptz not null,
	ended_at timestamptz,
	ended_how text check (ended_how in ('answered', 'declined', 'asker', 'her-word', 'closed')),
	unique (accompaniment_id, id),
	unique (id, ends_at),
	foreign key (organization_id, accompaniment_id) references accompaniment (organization_id, id),
	foreign key (organization_id, asked_by) references member (organization_id, id),
	foreign key (organization_id, asked_of) references member (organization_id, id),
	check (asked_of <> asked_by),
	check ((ended_at is null) = (ended_how is null)),
	-- A week, and the hour that the autumn change adds to it.
	check (ends_at > asked_at and ends_at <= asked_at + interval '7 days 1 hour')
);
comment on table view_request is '"Demander un regard": who asked whom, with her accord (accord_how: how she said it; asked_by noted it), until when (exclusive). Seen by those who walk with her, like a colleague who is named.';
comment on column view_request.ended_how is '"answered" and "declined" by whoever was asked, "asker" by whoever asked, "her-word" at her word, "closed" by an exclusion or a departure.';
create index on view_request (accompaniment_id);
create index on view_request (asked_of) where ended_at is null;
create index on view_request (asked_by) where ended_at is null;

create table view_text (
	id uuid primary key,
	accompaniment_id uuid not null,
	sealed text not null,
	answer text,
	answered_at timestamptz,
	foreign key (accompaniment_id, id) references view_request (accompaniment_id, id),
	check ((answer is null) = (answered_at is null))
);
comment on table view_text is 'What was asked and what was answered: {question, about: [{kind, on}]} and, in answer, {text}. Ours: read by whoever asked and the people named with it (view_reader), within reach. "about" says what was shown, never its words.';
create index on view_text (accompaniment_id);

create table view_reader (
	view_id uuid not null references view_text,
	member_id uuid not null references member,
	added_at timestamptz not null default now(),
	added_by uuid default me(),
	primary key (member_id, view_id)
);
comment on table view_reader is '"Nous": the people named with a view when it was asked for. Nobody is added later.';
create index on view_reader (view_id);

create table view_shown (
	id uuid primary key references view_text,
	accompaniment_id uuid not null,
	until timestamptz not null,
	sealed text not null,
	foreign key (id, until) references view_request (id, ends_at)
);
comment on table view_shown is 'The texts shown, as they stood when she agreed: {texts: [{kind, on, text}]}. Read through open_view() alone; thrown away when the view ends, at the latest after a week, and left out of archives.';
create index on view_shown (until);

-- Is this a view that I am asked for, now? Exclusion first; a role, a membership or an accompaniment that ended ends it too.
create function view_lives(wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from member m join view_request v on v.id = wanted and v.asked_of = m.id and v.organization_id = m.organization_id
		join accompaniment a on a.id = v.accompaniment_id
		where m.id = me() and (m.ended_at is null or m.ended_at > now()) and 'practitioner' = any (m.roles)
		and not exists (select from exclusion e where e.account_id = m.account_id and e.person_id = a.person_id)
		and v.ended_at is null and v.ends_at > now() and a.ended_on is null); end $$;

-- Whom a colleague out of reach sees: the alias in concealed mode, nobody's name when she has none or wants no carnet (as at the front desk).
create function view_name(a accompaniment) returns text language sql immutable set search_path = public, pg_temp as
$$ select case when a.carnet = 'no' or (a.concealed and a.alias is null) then '' when a.concealed then a.alias else a.name_to_use end $$;

-- What awaits my answer: a name to use, who asks, until when; not a word of the question.
create function views_to_give() returns table (id uuid, shown_name text, asked_by uuid, ends_at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return query select v.id, view_name(a), v.asked_by, v.ends_at from view_request v join accompaniment a on a.id = v.accompaniment_id
	where v.asked_of = me() and v.ended_at is null and v.ends_at > now() and view_lives(v.id) order by v.ends_at, v.id; end $$;

-- Opens one view: the question, exactly the texts that were shown, and the key that opens them, for this request. One line in the journal,
-- which she reads; where nothing is opened, nothing is written.
create function open_view(wanted uuid)
returns table (id uuid, person_id uuid, wrapped text, shown_name text, asked_by uuid, ends_at timestamptz, sealed text, shown text, readers uuid[])
language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	if not view_lives(wanted) then return; end if;
	insert into journal (hour, organization_id, account_id, member_id, accompaniment_id, person_id, kind)
	select date_trunc('hour', now()), m.organization_id, m.account_id, m.id, a.id, a.person_id, 'view'
	from member m join view_request v on v.id = wanted join accompaniment a on a.id = v.accompaniment_id where m.id = me()
	on conflict do nothing;
	return query select v.id, a.person_id, k.wrapped, view_name(a), v.asked_by, v.ends_at, t.sealed, s.sealed,
		array (select r.member_id from view_reader r where r.view_id = v.id order by r.added_at, r.member_id)
	from view_request v join accompaniment a on a.id = v.accompaniment_id join view_text t on t.id = v.id join view_shown s on s.id = v.id
	join keys.person_key k on k.person_id = a.person_id where v.id = wanted; end $$;

-- That I was asked once, and nothing more: so that a text typed too late is given back. An exclusion is not told apart from a week that passed.
create function was_asked(wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return i_am('practitioner') and exists (select from view_request v where v.id = wanted and v.asked_of = me() and v.organization_id = my_organization()); end $$;

-- Once answered, what was shown is shown no more.
create function answer_view(wanted uuid, words text) returns boolean language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	if not view_lives(wanted) then return false; end if;
	update view_request v set ended_at = now(), ended_how = 'answered' where v.id = wanted and v.ended_at is null;
	if not found then return false; end if;
	update view_text t set answer = words, answered_at = now() where t.id = wanted;
	return true; end $$;

-- Ended at once: by whoever is asked, by whoever asked, or at her word, said to anyone who walks with her.
create function end_view(wanted uuid, how text) returns boolean language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	update view_request v set ended_at = now(), ended_how = how where v.id = wanted and v.ended_at is null and v.ends_at > now()
	and v.organization_id = my_organization() and case how when 'declined' then view_lives(v.id) when 'asker' then v.asked_by = me() and i_am('practitioner')
		when 'her-word' then in_reach(v.accompaniment_id) else false end;
	return found; end $$;

create function throw_shown_away() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	delete from view_shown s where s.id = new.id;
	return null; end $$;

-- Whom she excludes neither gives nor waits for a view; lifting it gives nothing back. The same for whoever leaves or no longer practises.
create function end_views_of_excluded() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	update view_request v set ended_at = now(), ended_how = 'closed' from member m, accompaniment a
	where m.account_id = new.account_id and m.id in (v.asked_of, v.asked_by) and a.id = v.accompaniment_id and a.person_id = new.person_id
	-- Elsewhere the exclusion is tested at each reading; a row that ended there would say that she is known here.
	and v.organization_id = new.organization_id and v.ended_at is null;
	return null; end $$;
create function end_views_of_ended() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	if new.ended_at is not null and old.ended_at is null or not 'practitioner' = any (new.roles) and 'practitioner' = any (old.roles) then
		update view_request v set ended_at = now(), ended_how = 'closed' where new.id in (v.asked_of, v.asked_by) and v.ended_at is null;
	end if;
	return null; end $$;

-- What is asked, of what, read by whom, is said in one gesture: the transaction that asks. Nothing is shown or opened afterwards.
create function asking_view(wanted uuid, on_accompaniment uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from view_request v where v.id = wanted and v.accompaniment_id = on_accompaniment and v.asked_by = me() and v.asked_at = now()); end $$;
create function may_read_view(reader uuid, wanted uuid) returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return exists (select from view_request v join accompaniment a on a.id = v.accompaniment_id
		where v.id = wanted and asking_view(v.id, a.id) and may_be_named(reader, a.id)
		and (a.lead_id = reader or exists (select from colleague c where c.accompaniment_id = a.id and c.member_id = reader and (c.until is null or c.until > now())))); end $$;
create function readable_views() returns setof uuid language plpgsql stable security definer set search_path = public, pg_temp as $$ begin
	return query select v.id from view_request v where v.accompaniment_id = any (array (select reach()))
		and (v.asked_by = me() or exists (select from view_reader r where r.view_id = v.id and r.member_id = me())); end $$;

grant select on view_request, view_text, view_reader, view_shown to cheminer_wall;
grant update (ended_at, ended_how) on view_request to cheminer_wall;
grant update (answer, answered_at) on view_text to cheminer_wall;
grant delete on view_shown to cheminer_wall;
do $$ declare f text; begin
	foreach f in array array['view_lives(uuid)', 'view_name(accompaniment)', 'views_to_give()', 'open_view(uuid)', 'was_asked(uuid)', 'answer_view(uuid, text)',
		'end_view(uuid, text)', 'throw_shown_away()', 'end_views_of_excluded()', 'end_views_of_ended()', 'asking_view(uuid, uuid)',
		'may_read_view(uuid, uuid)', 'readable_views()'] loop
		execute format('alter function %s owner to cheminer_wall', f);
	end loop;
end $$;
set role cheminer_wall;
grant execute on function views_to_give(), open_view(uuid), was_asked(uuid), answer_view(uuid, text), end_view(uuid, text), asking_view(uuid, uuid),
	may_read_view(uuid, uuid), readable_views() to cheminer_app;
set role cheminer_owner;
create trigger throw_shown_away after update of ended_at on view_request for each row when (new.ended_at is not null) execute function throw_shown_away();
create trigger end_views after insert on exclusion for each row execute function end_views_of_excluded();
create trigger end_views after update of ended_at, roles on member for each row execute function end_views_of_ended();

do $$ declare t text; begin
	foreach t in array array['view_request', 'view_text', 'view_reader'] loop
		call guard(t::regclass);
	end loop;
	call guard('view_shown', archived => false);
	foreach t in array array['view_request', 'view_text', 'view_reader', 'view_shown'] loop
		execute format('create policy wall_reads on %I for select to cheminer_wall using (true)', t);
	end loop;
	foreach t in array array['view_request', 'view_text'] loop
		execute format('create policy wall_ends on %I for update to cheminer_wall using (true) with check (true)', t);
		execute format('create trigger audit after insert or update or delete on %I for each row execute function audit_change()', t);
	end loop;
end $$;
create policy wall_throws_away on view_shown for delete to cheminer_wall using (true);

-- Who asks may name others (0002): a cover, or a colleague named until a date, opens nothing to a third.
grant select, insert (id, accompaniment_id, asked_of, accord_how, ends_at) on view_request to cheminer_app;
create policy see on view_request for select to cheminer_app using (accompaniment_id = any (array (select reach())));
create policy ask on view_request for insert to cheminer_app
	with check (organization_id = (select my_organization()) and asked_by = me() and may_write(accompaniment_id) and may_name_others(accompaniment_id)
		and may_be_named(asked_of, accompaniment_id));

grant select, insert (id, accompaniment_id, sealed) on view_text to cheminer_app;
create policy see on view_text for select to cheminer_app
	using (accompaniment_id = any (array (select reach())) and id = any (array (select readable_views())));
create policy ask on view_text for insert to cheminer_app with check (asking_view(id, accompaniment_id));

grant select, insert (view_id, member_id) on view_reader to cheminer_app;
create policy see on view_reader for select to cheminer_app using (view_id = any (array (select readable_views())));
create policy name on view_reader for insert to cheminer_app with check (may_read_view(member_id, view_id));

grant insert (id, accompaniment_id, until, sealed) on view_shown to cheminer_app;
create policy show on view_shown for insert to cheminer_app with check (asking_view(id, accompaniment_id));

-- Jobs throw away what has had its week; they see dates, never a text.
grant select (until), delete on view_shown to cheminer_jobs;
create policy clear on view_shown to cheminer_jobs using (until <= now());

-- She reads who looked through a view too.
alter table journal drop constraint journal_kind_check,
	add check (kind in ('pathway', 'export', 'print', 'list', 'search', 'front-desk', 'coordination', 'writing', 'stopped', 'view'));
