"""Alembic runs this: migrations go over the connection that it is given, in its transaction."""

from alembic import context

from wa_support.storage.all_tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
