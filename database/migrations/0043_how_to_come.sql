-- How to get there, as the house itself says it: read by her beside each appointment.
alter table organization add column directions text not null default '';
comment on column organization.directions is 'How to get there in plain words: the line of the bus, the door, the floor, the bell. Never a place that must stay unknown.';
grant update (directions) on organization to cheminer_app;
