-- What hostile hands tried: names that look alike and are not found, and an administrator who works unseen.
set role cheminer_owner;

-- As before (0001); and what is not seen does not count: spaces of no width, joiners, marks and overrides of direction, variation selectors.
-- A name that somebody pasted with one of these is found, and is the double of the same name without.
create or replace function fold(words text) returns text language sql immutable strict parallel safe as $$
	select regexp_replace(
		replace(replace(replace(replace(replace(
			regexp_replace(lower(normalize(words, NFKD) collate "und-x-icu"),
				'[\u0300-\u036f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]', '', 'g'),
		'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'), 'ø', 'o'), '’', ''''),
		'\s+', ' ', 'g') collate "C" $$;

-- The folded name is kept beside the name: those that change are worked out again. It is no change of hers, so that nothing is noted.
alter table accompaniment no force row level security;
alter table accompaniment disable trigger user;
update accompaniment set name_to_use = name_to_use where name_folded <> fold(name_to_use);
alter table accompaniment enable trigger user;
alter table accompaniment force row level security;

-- An invitation brings somebody in or back; it changes nothing of who is here already, or an administrator would widen rights by inviting himself.
set role cheminer_wall;
create or replace function accept_invitation(wanted text, accepting uuid) returns uuid
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare i invitation; made uuid; begin
	update invitation set accepted_at = now()
	where token_index = wanted and accepted_at is null and withdrawn_at is null and expires_at > now() returning * into i;
	if not found then return null; end if;
	insert into member (id, account_id, organization_id, first_name, last_name, job_title, roles)
	values (gen_random_uuid(), accepting, i.organization_id, i.first_name, i.last_name, i.job_title, i.roles)
	on conflict (account_id, organization_id) do update
		set ended_at = null, roles = excluded.roles, job_title = excluded.job_title, version = member.version + 1
		where member.ended_at <= now()
	returning id into made;
	if made is null then
		select m.id into made from member m where m.account_id = accepting and m.organization_id = i.organization_id;
	end if;
	return made; end $$;

-- Nobody widens his own rights while somebody else can: another administrator does it. Alone, one may, and everybody here reads it.
create function not_by_oneself() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	if new.id = me() and not new.roles <@ old.roles and exists (select from member m where m.organization_id = old.organization_id and m.id <> old.id
		and (m.ended_at is null or m.ended_at > now()) and 'administrator' = any (m.roles)) then
		raise exception 'another administrator does this' using errcode = '23514', constraint = 'another_administrator';
	end if;
	return new; end $$;

-- What administrators did to settings and accounts is read by everybody who works there: who, when, which columns, about whom; never a value.
create function organization_changes(before uuid, most int)
returns table (id uuid, at timestamptz, act text, subject text, columns text[], "by" text, about text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare here uuid := my_organization(); begin
	return query select c.id, c.at, c.act, c.subject, c.columns,
		coalesce(trim(w.first_name || ' ' || w.last_name), ''),
		coalesce(trim(m.first_name || ' ' || m.last_name), trim(i.first_name || ' ' || i.last_name), '')
	from audit c
	left join member w on w.id = c.member_id and w.organization_id = here
	left join member m on c.subject = 'member' and m.id::text = c.row_id and m.organization_id = here
	left join invitation i on c.subject = 'invitation' and i.id::text = c.row_id and i.organization_id = here
	where here is not null and c.accompaniment_id is null and c.organization_id = here and c.subject in ('organization', 'member', 'invitation')
	and (before is null or (c.at, c.id) < (select b.at, b.id from audit b where b.id = before and b.organization_id = here))
	order by c.at desc, c.id desc limit least(most, 101); end $$;
grant execute on function organization_changes(uuid, int) to cheminer_app;

set role cheminer_owner;
grant select on audit to cheminer_wall;
create policy wall_tells on audit for select to cheminer_wall
	using (accompaniment_id is null and subject in ('organization', 'member', 'invitation'));
create trigger not_by_oneself before update of roles on member for each row execute function not_by_oneself();

-- Statistics reads columns, never a table: what is added to one is refused until somebody says otherwise (src/lib/access/hands.ts).
revoke select on territory, organization from cheminer_statistics;
grant select (id, name, country, time_zone) on territory to cheminer_statistics;
grant select (id, territory_id, name, kind) on organization to cheminer_statistics;
