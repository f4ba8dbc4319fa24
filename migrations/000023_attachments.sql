-- What was attached to an order goes with it, however the order goes.
create function marketplace_order_takes_files() returns trigger language plpgsql as $$
begin
  delete from stored_file
  where id in (old.attachment_id, old.consumer_message_attachment_id, old.provider_message_attachment_id);
  return null;
end $$;

create trigger marketplace_order_takes_files after delete on marketplace_order
  for each row when (
    coalesce(old.attachment_id, old.consumer_message_attachment_id, old.provider_message_attachment_id) is not null
  ) execute function marketplace_order_takes_files();
