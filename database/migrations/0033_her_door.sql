-- Her door, hardened: what she sent after her session ended is not lost, two cards joined leave no trace, a card leaves with nobody.
set role cheminer_owner;

-- A post that came after her session ended is kept for her, and offered again to a session of the same card alone: a card that somebody else
-- gave, or that took the place of this one, opens the part of one organisation and not what she was writing with another.
alter table kept_post add column carnet_id uuid references carnet;
comment on column kept_post.account_id is 'Whose it is: an account, or a person, in her own space.';
comment on column kept_post.carnet_id is 'The card it was written with, when it was she; null for an account.';
create index on kept_post (carnet_id) where carnet_id is not null;
grant select, delete on kept_post to cheminer_person;
create policy hers on kept_post to cheminer_person using (account_id = (select her()) and carnet_id = any ((select her_cards())::uuid[]));
-- Her session is remembered as long as a post of it may be kept, and opens nothing meanwhile.
alter policy clear on auth.person_session using (expires_at < now() - interval '7 days');

-- That two cards were joined is nobody's business but hers: it would say that she is known elsewhere.
drop trigger audit on carnet;
create trigger audit after insert or delete or update of accompaniment_id, organization_id, person_id, code_index, pin, sealed, given_by, created_at, ended_at
	on carnet for each row execute function audit_change();

-- A card opens this house and no other: it leaves with nobody. That one was given stands in the audit.
drop policy take_along on carnet;
revoke select on carnet from cheminer_export;
