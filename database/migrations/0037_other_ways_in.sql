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
