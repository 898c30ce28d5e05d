-- What the machine does by itself: mails that wait to leave, jobs that clear, close the chain and send.
set role cheminer_owner;

create table outbox (
	id uuid primary key,
	organization_id uuid default my_organization() references organization,
	state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'refused', 'unsure')),
	tries int not null default 0,
	next_try_at timestamptz not null default now(),
	sealed text not null,
	created_at timestamptz not null default now(),
	changed_at timestamptz not null default now()
);
comment on table outbox is 'Mails to staff, written in the transaction of the fact they tell: {to, subject, text}, sealed with the installation key. Nobody who serves a page reads them back.';
comment on column outbox.state is '"refused" by the relay for good; "unsure" when the line was cut before its answer: not sent a second time by itself.';
create index on outbox (next_try_at) where state = 'waiting';
create index on outbox (organization_id, created_at desc);

-- Left out of archives: a restored queue would send again what has left already.
call guard('outbox', archived => false);

set role cheminer_wall;
-- The default of outbox.organization_id: null for role auth, which acts for no member.
grant execute on function my_organization() to cheminer_auth;
set role cheminer_owner;

grant insert (id, organization_id, sealed) on outbox to cheminer_app, cheminer_auth;
create policy queue on outbox for insert to cheminer_app with check (organization_id = (select my_organization()));
create policy queue_for_account on outbox for insert to cheminer_auth with check (true);

-- An administrator sees that something left and when, never to whom nor what: a mail may hold somebody else's link.
grant select (id, organization_id, state, tries, next_try_at, created_at, changed_at) on outbox to cheminer_app;
create policy see on outbox for select to cheminer_app
	using (organization_id = (select my_organization()) and (select i_am('administrator')));

grant select, delete, update (state, tries, next_try_at, changed_at) on outbox to cheminer_jobs;
create policy send on outbox to cheminer_jobs using (true) with check (true);

-- pg-boss keeps its queues in a schema of its own, and makes its tables itself, as role jobs: without superuser (decisions 20).
create schema pgboss;
grant usage, create on schema pgboss to cheminer_jobs;

-- The chain is walked batch by batch when it is verified.
create index on journal (chain_id) where chain_id is not null;
create index on audit (chain_id) where chain_id is not null;
create index on chain (closed_at);

-- What opened an account once and opens nothing any more goes too; a session that ended stays a week, for the post that comes too late.
grant usage on schema auth to cheminer_jobs;
do $$ declare t text; begin
	foreach t in array array['session', 'verification', 'reset'] loop
		execute format('grant select (expires_at), delete on auth.%I to cheminer_jobs', t);
		execute format('create policy clear on auth.%I to cheminer_jobs using (expires_at < now() - %L::interval)', t, case t when 'session' then '7 days' else '0' end);
	end loop;
end $$;
grant select (used_at), delete on auth.used_code to cheminer_jobs;
create policy clear on auth.used_code to cheminer_jobs using (used_at < now() - interval '5 minutes');
grant select (last_at), delete on auth.attempt to cheminer_jobs;
create policy clear on auth.attempt to cheminer_jobs using (last_at < now() - interval '1 day');
