-- The language that she chose, kept with her card: another device speaks it as soon as she is in, and what is sent to her is written in it.
set role cheminer_owner;

alter table carnet add column language text check (language ~ '^[a-z]{2,3}(-[a-z]{2,8})?$');
comment on column carnet.language is 'A locale of the pages of her space; null as long as she chose none. A new card keeps that of the former.';
grant select (language) on carnet to cheminer_app, cheminer_person, cheminer_auth;
grant update (language) on carnet to cheminer_wall;

-- She chooses it, for every card that she holds; nobody else does.
create function keep_her_language(chosen text) returns void language plpgsql security definer set search_path = public, pg_temp as $$ begin
	update carnet set language = chosen where her() is not null and id = any (her_cards()) and ended_at is null and language is distinct from chosen; end $$;
alter function keep_her_language(text) owner to cheminer_wall;
set role cheminer_wall;
grant execute on function keep_her_language(text) to cheminer_person;

create function keep_language() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$ begin
	new.language := coalesce(new.language, (select c.language from carnet c
		where c.person_id = new.person_id and c.organization_id = new.organization_id order by c.created_at desc, c.id desc limit 1));
	return new; end $$;
set role cheminer_owner;
create trigger keep_language before insert on carnet for each row execute function keep_language();
