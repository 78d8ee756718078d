"""The same news in eleven languages, each with the spellings that its press has."""

NEWS = {
    "en": """
President Volodymyr Zelensky came back to Kyiv on Monday. The train from the border was late, and Zelensky went
straight to the parliament, where the envoy from Beijing was waiting. Kyiv had been without power for two days,
and most of the people who had stayed were waiting for news from Beijing.

The mayor of Kyiv said that the bridges would open again before the winter. His office had asked Volodymyr
Zelensky for money, but there was no answer from him until late in the evening, and Kyiv waited.

They spoke for an hour about grain and about the port. After that Volodymyr Zelensky thanked Beijing for its
help, and the envoy, who had not been in Kyiv before, said that he would like to come again.
""",
    "de": """
Präsident Wolodymyr Selenskyj ist am Montag nach Kiew zurückgekehrt. Der Zug von der Grenze hatte Verspätung,
und Selenskyj fuhr gleich in das Parlament, wo der Gesandte aus Peking auf ihn wartete. In Kiew gab es zwei Tage
keinen Strom, und die meisten Menschen warteten auf eine Nachricht aus Peking.

Der Bürgermeister von Kiew sagte, dass die Brücken noch vor dem Winter wieder öffnen. Er hatte Wolodymyr
Selenskyj um Geld gebeten, aber bis zum späten Abend kam von ihm keine Antwort, und Kiew wartete.

Sie sprachen eine Stunde über Getreide und über den Hafen. Danach dankte Wolodymyr Selenskyj der Regierung in
Peking für die Hilfe, und der Gesandte, der noch nie in Kiew war, will bald wieder nach Kiew kommen.
""",
    "fr": """
Le président Volodymyr Zelensky est rentré à Kiev lundi. Le train de la frontière avait du retard, et Zelensky
est allé tout de suite au parlement, où l'attendait l'envoyé de Pékin. La ville de Kiev était sans courant
depuis deux jours, et la plupart des habitants attendaient des nouvelles de Pékin.

Le maire de Kiev a dit que les ponts seraient ouverts avant l'hiver. Il avait demandé de l'argent à Volodymyr
Zelensky, mais il n'a pas eu de réponse avant le soir, et toute la ville de Kiev attendait.

Ils ont parlé une heure du blé et du port. Après cela, Volodymyr Zelensky a remercié Pékin pour son aide, et
l'envoyé, qui n'était jamais venu à Kiev, a dit dans la soirée qu'il aimerait revenir.
""",
    "es": """
El presidente Volodímir Zelenski volvió el lunes a Kiev. El tren de la frontera llegó con retraso, y Zelenski
fue sin parar al parlamento, donde lo esperaba el enviado de Pekín. En Kiev no había luz desde hacía dos días, y
la mayoría de los vecinos esperaba noticias de Pekín.

El alcalde de Kiev dijo que los puentes se abrirán antes del invierno. Había pedido dinero a Volodímir Zelenski,
pero no tuvo una respuesta hasta la noche, y la ciudad de Kiev esperaba como todos.

Hablaron una hora sobre el trigo y sobre el puerto. Después Volodímir Zelenski dio las gracias a Pekín por su
ayuda, y el enviado, que nunca había estado en Kiev, dijo que le gustaría volver.
""",
    "it": """
Il presidente Volodymyr Zelensky è tornato a Kiev lunedì. Il treno dal confine era in ritardo, e Zelensky è
andato subito al parlamento, dove lo aspettava il delegato di Pechino. A Kiev non c'era la luce da due giorni, e
quasi tutti gli abitanti aspettavano notizie da Pechino.

Il sindaco di Kiev ha detto che i ponti saranno aperti prima dell'inverno. Aveva chiesto dei soldi a Volodymyr
Zelensky, ma non ha avuto una risposta fino alla sera, e la città di Kiev era ancora in attesa.

Hanno parlato per un'ora del grano e del porto. Poi Volodymyr Zelensky ha detto che Pechino gli ha dato un
aiuto, e il delegato, che non era mai stato a Kiev, ha detto che gli piacerebbe tornare.
""",
    "pt": """
O presidente Volodymyr Zelensky voltou na segunda-feira para Kiev. O comboio da fronteira chegou com atraso, e
Zelensky foi logo para o parlamento, onde o enviado de Pequim estava à espera. Em Kiev não havia luz há dois
dias, e a maior parte das pessoas esperava por notícias de Pequim.

O autarca de Kiev disse que as pontes vão abrir antes do inverno. Tinha pedido dinheiro a Volodymyr Zelensky,
mas não teve uma resposta até à noite, e a cidade de Kiev também ficou à espera.

Falaram durante uma hora sobre o trigo e sobre o porto. Depois Volodymyr Zelensky disse que Pequim não foi só
uma ajuda, e o enviado, que não conhecia Kiev, disse que ele quer voltar.
""",
    "nl": """
President Volodymyr Zelensky is maandag terug in Kiev. De trein van de grens had vertraging, en Zelensky ging
meteen naar het parlement, waar de gezant uit Peking op hem wachtte. Kiev had twee dagen geen stroom, en de
meeste mensen die er nog waren wachtten op nieuws uit Peking.

De burgemeester van Kiev zei dat de bruggen voor de winter weer open zijn. Hij had Volodymyr Zelensky om geld
gevraagd, maar er kwam tot de avond geen antwoord van hem, en heel Kiev wachtte.

Zij spraken een uur over graan en over de haven. Daarna zei Volodymyr Zelensky dat Peking hem had geholpen, en
de gezant, die nog niet in Kiev was geweest, zei dat hij er graag weer naar toe wil.
""",
    "pl": """
Prezydent Wołodymyr Zełenski wrócił w poniedziałek do Kijowa. Pociąg z granicy był spóźniony i Zełenski od razu
pojechał do parlamentu, gdzie na Zełenskiego czekał wysłannik z Pekinu. W Kijowie nie było prądu przez dwa dni.

Burmistrz Kijowa powiedział, że mosty będą otwarte jeszcze przed zimą. O pieniądze poprosił Zełenskiego, ale do
wieczora nie było odpowiedzi, a Kijów czekał na to, co się stanie.
""",
    "tr": """
Devlet Başkanı Volodimir Zelenskiy pazartesi günü Kiev'e döndü. Sınırdan gelen tren çok geç kaldı ve Zelenskiy,
Pekin'den gelen elçinin olduğu meclise gitti. Kiev iki gün için elektriksiz kaldı ve bir haber bekledi.

Kiev belediye başkanı köprülerin kıştan önce açılacağını söyledi. Zelenskiy'den bir yardım istedi ama akşama
kadar ne bir haber ne de bir yanıt geldi, ve Kiev'de herkes daha çok bekledi.
""",
    "ru": """
Президент Владимир Зеленский в понедельник вернулся в Киев. Поезд от границы опоздал, и Зеленский сразу поехал в
парламент, где его ждал посланник из Пекина. В Киеве два дня не было света, и все ждали вестей.

Мэр Киева сказал, что мосты откроют ещё до зимы. Он просил у Зеленского денег, но до вечера ответа не было.
""",
    "uk": """
Президент Володимир Зеленський у понеділок повернувся до Києва. Поїзд від кордону запізнився, і Зеленський
одразу поїхав до парламенту, де на нього чекав посланець з Пекіна. У Києві два дні не було світла.

Мер Києва сказав, що мости відкриють ще до зими. Він просив у Зеленського грошей, але відповіді ще немає.
""",
}
"""By language; an empty line parts two articles."""
