-- Somebody lost her telephone and her backup codes: whoever keeps the machine takes the second step away, and everybody where she works reads it.
set role cheminer_owner;
set role cheminer_wall;

-- One line in each organisation where she works, without a hand: no account did it.
create function note_freed(wanted uuid) returns void language plpgsql volatile security definer set search_path = public, pg_temp as $$ begin
	insert into audit (organization_id, act, subject, row_id)
	select m.organization_id, 'free', 'member', m.id::text from member m
	where m.account_id = wanted and (m.ended_at is null or m.ended_at > now()); end $$;
grant execute on function note_freed(uuid) to cheminer_auth;
set role cheminer_owner;
