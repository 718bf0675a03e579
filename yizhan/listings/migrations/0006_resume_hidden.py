"""Let what is hidden be suspended too, and come back hidden."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('listings', '0005_reviews'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='listing',
            name='flow',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='listing',
            trigger=pgtrigger.compiler.Trigger(name='flow', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{draft:submitted,draft:withdrawn,expired:draft,hidden:draft,hidden:expired,hidden:published,hidden:suspended,hidden:withdrawn,in_talks:concluded,in_talks:expired,in_talks:hidden,in_talks:published,in_talks:suspended,in_talks:withdrawn,proposed:published,proposed:returned,proposed:withdrawn,published:concluded,published:draft,published:expired,published:hidden,published:in_talks,published:suspended,published:withdrawn,returned:submitted,returned:withdrawn,submitted:proposed,submitted:published,submitted:returned,submitted:withdrawn,suspended:draft,suspended:hidden,suspended:in_talks,suspended:published,suspended:withdrawn,withdrawn:draft}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='8089ee51f9be75213e9acdd36020c20ed1adf560', operation='UPDATE', pgid='pgtrigger_flow_4cc9c', table='listings_listing', when='BEFORE')),
        ),
    ]
