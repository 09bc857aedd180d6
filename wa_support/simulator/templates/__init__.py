"""Message templates on the simulated platform: kept, checked, reviewed, sent.

Source: developers.facebook.com/documentation/business-messaging/whatsapp, "Templates" (overview,
components, template management, review, quality, pausing) and the webhook pages of each field.
Where those pages show no code, shape or order, what is answered is this simulator's own choice.
"""
