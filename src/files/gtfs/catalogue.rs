//! The catalogue of what can be wrong with a feed: one entry per code, with its words and what to do.

use schakel_solver::text::Words;

use crate::files::scenario::{Entry, Severity, catalogue};

catalogue! {
    NotAZip "FEED_NOT_A_ZIP" Error
        "Dit is geen zipbestand: {cause}."
        "This is not a zip file: {cause}."
        "Ceci n'est pas un fichier zip : {cause}."
        do "Haal het bestand opnieuw op bij de vervoerder."
        do "Fetch the file from the operator again."
        do "Téléchargez à nouveau le fichier auprès de l'opérateur.";
    FileMissing "FEED_FILE_MISSING" Error
        "Dit bestand ontbreekt in de zip."
        "This file is missing from the zip."
        "Ce fichier manque dans le zip."
        do "Haal een volledige dienstregeling op: halten, lijnen, ritten, tijden en dagen."
        do "Fetch a complete timetable: stops, lines, trips, times and days."
        do "Téléchargez un horaire complet : arrêts, lignes, courses, heures et jours.";
    FileNotReadable "FEED_FILE_NOT_READABLE" Error
        "Dit bestand kan niet gelezen worden: {cause}."
        "This file cannot be read: {cause}."
        "Ce fichier ne peut pas être lu : {cause}."
        do "Haal het bestand opnieuw op bij de vervoerder."
        do "Fetch the file from the operator again."
        do "Téléchargez à nouveau le fichier auprès de l'opérateur.";
    ColumnMissing "FEED_COLUMN_MISSING" Error
        "De kolom {column} ontbreekt."
        "The column {column} is missing."
        "La colonne {column} manque."
        do "Voeg de kolom toe."
        do "Add the column."
        do "Ajoutez la colonne.";
    RowNotReadable "FEED_ROW_NOT_READABLE" Error
        "Deze rij kan niet gelezen worden: {cause}."
        "This row cannot be read: {cause}."
        "Cette ligne ne peut pas être lue : {cause}."
        do "Kijk na of de rij UTF-8 is en of de aanhalingstekens kloppen."
        do "Check that the row is UTF-8 and its quotes are closed."
        do "Vérifiez que la ligne est en UTF-8 et que ses guillemets sont fermés.";
    CellEmpty "FEED_CELL_EMPTY" Error
        "De kolom {column} is leeg."
        "The column {column} is empty."
        "La colonne {column} est vide."
        do "Vul de kolom in of haal de rij weg."
        do "Fill in the column or remove the row."
        do "Complétez la colonne ou supprimez la ligne.";
    IdTwice "FEED_ID_TWICE" Error
        "{value} staat twee keer in de kolom {column}."
        "{value} is twice in the column {column}."
        "{value} figure deux fois dans la colonne {column}."
        do "Hou één van beide rijen over."
        do "Keep one of the two rows."
        do "Ne gardez qu'une des deux lignes.";
    NotKnown "FEED_NOT_KNOWN" Error
        "{column} {value} komt nergens anders voor."
        "{column} {value} is known nowhere else."
        "{column} {value} n'est connu nulle part ailleurs."
        do "Voeg toe waarnaar verwezen wordt of haal de rij weg."
        do "Add what the row refers to or remove the row."
        do "Ajoutez ce à quoi la ligne renvoie ou supprimez-la.";
    NotInList "FEED_NOT_IN_LIST" Error
        "{value} mag niet in de kolom {column}."
        "{value} may not stand in the column {column}."
        "{value} n'est pas permis dans la colonne {column}."
        do "Schrijf een waarde die GTFS voor deze kolom kent."
        do "Write a value that GTFS knows for this column."
        do "Écrivez une valeur que GTFS connaît pour cette colonne.";
    NotADate "FEED_NOT_A_DATE" Error
        "{value} in de kolom {column} is geen bruikbare dag."
        "{value} in the column {column} is no usable day."
        "{value} dans la colonne {column} n'est pas un jour utilisable."
        do "Schrijf een dag als 20260317; het einde ligt na het begin, binnen tien jaar."
        do "Write a day as 20260317; the end comes after the start, within ten years."
        do "Écrivez un jour comme 20260317 ; la fin suit le début, dans les dix ans.";
    NotATime "FEED_NOT_A_TIME" Error
        "{value} in de kolom {column} is geen tijd."
        "{value} in the column {column} is no time."
        "{value} dans la colonne {column} n'est pas une heure."
        do "Schrijf een uur als 08:05:00 (na middernacht 24:10:00), een duur in seconden."
        do "Write an hour as 08:05:00 (past midnight 24:10:00), a duration in seconds."
        do "Écrivez une heure comme 08:05:00 (après minuit 24:10:00), une durée en secondes.";
    NotANumber "FEED_NOT_A_NUMBER" Error
        "{value} in de kolom {column} is geen geheel getal."
        "{value} in the column {column} is no whole number."
        "{value} dans la colonne {column} n'est pas un nombre entier."
        do "Schrijf een geheel getal, nul of meer."
        do "Write a whole number, zero or more."
        do "Écrivez un nombre entier, zéro ou plus.";
    NotAPlace "FEED_NOT_A_PLACE" Error
        "{value} in de kolom {column} is geen plaats op aarde."
        "{value} in the column {column} is no place on earth."
        "{value} dans la colonne {column} n'est pas un lieu sur terre."
        do "Schrijf graden in WGS84, zoals 51.2198."
        do "Write degrees in WGS84, such as 51.2198."
        do "Écrivez des degrés en WGS84, comme 51.2198.";
    SequenceTwice "FEED_SEQUENCE_TWICE" Error
        "Deze rit heeft twee halten met hetzelfde volgnummer."
        "This trip has two stops with the same stop_sequence."
        "Cette course a deux arrêts portant le même numéro d'ordre."
        do "Geef elke halte van de rit een eigen volgnummer."
        do "Give every stop of the trip a stop_sequence of its own."
        do "Donnez à chaque arrêt de la course son propre numéro.";
    EndWithoutTime "FEED_END_WITHOUT_TIME" Error
        "De eerste of laatste halte van deze rit heeft geen tijd."
        "The first or last stop of this trip has no time."
        "Le premier ou le dernier arrêt de cette course n'a pas d'heure."
        do "Vul aankomst of vertrek in."
        do "Fill in the arrival or the departure."
        do "Complétez l'arrivée ou le départ.";
    TimeRunsBack "FEED_TIME_RUNS_BACK" Error
        "De tijd van deze halte ligt voor die van de vorige, of het vertrek voor de aankomst."
        "The time at this stop is before that of the stop before it, or it departs before it arrives."
        "L'heure de cet arrêt précède celle du précédent, ou le départ précède l'arrivée."
        do "Kijk de uren na; na middernacht tellen ze door: 24:10:00."
        do "Check the hours; past midnight they count on: 24:10:00."
        do "Vérifiez les heures ; après minuit elles continuent : 24:10:00.";
    NoService "FEED_NO_SERVICE" Error
        "Geen enkele rit rijdt op enige dag."
        "No trip runs on any day."
        "Aucune course ne roule aucun jour."
        do "Haal een dienstregeling op die dagen bevat in calendar.txt of calendar_dates.txt."
        do "Fetch a timetable with days in calendar.txt or calendar_dates.txt."
        do "Téléchargez un horaire avec des jours dans calendar.txt ou calendar_dates.txt.";
    OneStop "FEED_ONE_STOP" Warning
        "Deze rit heeft één halte en brengt niemand ergens."
        "This trip has one stop and takes nobody anywhere."
        "Cette course n'a qu'un arrêt et ne mène personne nulle part."
        do "De rit is niet overgenomen. Kijk na of er halten ontbreken."
        do "The trip was left out. Check whether stops are missing."
        do "La course n'a pas été reprise. Vérifiez s'il manque des arrêts.";
    TripsWithoutTimes "FEED_TRIPS_WITHOUT_TIMES" Warning
        "{count} ritten hebben geen enkele tijd."
        "{count} trips have no times at all."
        "{count} courses n'ont aucune heure."
        do "Ze zijn niet overgenomen. Kijk na of stop_times.txt volledig is."
        do "They were left out. Check whether stop_times.txt is complete."
        do "Elles n'ont pas été reprises. Vérifiez si stop_times.txt est complet.";
    CalendarCut "FEED_CALENDAR_CUT" Warning
        "{value} in de kolom {column} ligt te ver: van deze dagen worden die van {first} tot {last} gebruikt."
        "{value} in the column {column} is too far away: of these days those from {first} to {last} are used."
        "{value} dans la colonne {column} est trop éloigné : de ces jours, ceux du {first} au {last} sont utilisés."
        do "Kijk na of dat de dagen zijn die bedoeld zijn."
        do "Check that these are the days that are meant."
        do "Vérifiez que ce sont les jours voulus.";
    TransferLeftOut "FEED_TRANSFER_LEFT_OUT" Warning
        "De overstap op deze rij zegt niets bruikbaars in de kolom {column}: '{value}'."
        "The transfer of this row says nothing usable in the column {column}: '{value}'."
        "La correspondance de cette ligne ne dit rien d'utilisable dans la colonne {column} : '{value}'."
        do "De rij is niet overgenomen; de gewone overstaptijd geldt. Vul de kolom in."
        do "The row was left out; the usual time to change holds. Fill in the column."
        do "La ligne n'a pas été reprise ; le temps habituel vaut. Complétez la colonne.";
    PathwayLeftOut "FEED_PATHWAY_LEFT_OUT" Warning
        "Het pad op deze rij heeft geen bruikbare tijd, lengte of trappen: '{value}'."
        "The pathway of this row has no usable time, length or steps: '{value}'."
        "Le passage de cette ligne n'a ni durée, ni longueur, ni marches utilisables : '{value}'."
        do "Het pad is niet overgenomen. Vul {column} in, in seconden."
        do "The pathway was left out. Fill in {column}, in seconds."
        do "Le passage n'a pas été repris. Complétez {column}, en secondes.";
    TransfersDisagree "FEED_TRANSFERS_DISAGREE" Warning
        "{count} keer zeggen rijen die even precies zijn iets anders over dezelfde overstap."
        "{count} times rows that are equally precise disagree about the same transfer."
        "{count} fois, des lignes aussi précises l'une que l'autre se contredisent sur la même correspondance."
        do "De strengste geldt. Hou één van de rijen over."
        do "The strictest holds. Keep one of the rows."
        do "La plus stricte vaut. Ne gardez qu'une des lignes.";
    TransfersTooMany "FEED_TRANSFERS_TOO_MANY" Warning
        "{count} rijen over aparte ritten of lijnen zijn er te veel voor hun halten."
        "{count} rows about single trips or lines are too many for their stops."
        "{count} lignes sur des courses ou des lignes particulières sont trop nombreuses pour leurs arrêts."
        do "Ze zijn niet overgenomen; wat over de halten zelf gezegd wordt, geldt."
        do "They were left out; what is said about the stops themselves holds."
        do "Elles n'ont pas été reprises ; ce qui est dit des arrêts eux-mêmes vaut.";
    InSeatLeftOut "FEED_IN_SEAT_LEFT_OUT" Warning
        "Van {count} paren ritten kan niet gezegd worden dat men blijft zitten."
        "Of {count} pairs of trips it cannot be said that one stays aboard."
        "Pour {count} paires de courses, on ne peut pas dire que l'on reste à bord."
        do "Daar wordt gewoon overgestapt. Kijk de ritten, hun dagen en hun uren na."
        do "There one changes as usual. Check the trips, their days and their hours."
        do "On y change comme d'habitude. Vérifiez les courses, leurs jours et leurs heures.";
    FlexLeftOut "FEED_FLEX_LEFT_OUT" Warning
        "{count} rijen van {trips} ritten gaan over vervoer op aanvraag zonder vaste uren."
        "{count} rows of {trips} trips are about transport on demand without fixed hours."
        "{count} lignes de {trips} courses concernent du transport à la demande sans heures fixes."
        do "Ze zijn niet overgenomen; vaste halten en uren wel. Bel de vervoerder voor de rest."
        do "They were left out; fixed stops and hours were not. Ask the operator about the rest."
        do "Elles n'ont pas été reprises ; les arrêts et heures fixes le sont. Demandez le reste à l'opérateur.";
    HoursByInterval "FEED_HOURS_BY_INTERVAL" Warning
        "{count} ritten rijden om de zoveel minuten, zonder vaste uren."
        "{count} trips run every so many minutes, without fixed hours."
        "{count} courses roulent à intervalle régulier, sans heures fixes."
        do "Hun uren zijn geschat, vanaf het begin van elke periode. Reken tot één tussentijd meer."
        do "Their hours are estimates, from the start of each period. Allow for up to one interval more."
        do "Leurs heures sont estimées, à partir du début de chaque période. Comptez jusqu'à un intervalle de plus.";
    FrequencyWithoutTrip "FEED_FREQUENCY_EMPTY" Warning
        "Deze rij laat geen enkele rit rijden: het einde ligt niet na het begin."
        "This row makes no trip run: its end is not after its start."
        "Cette ligne ne fait rouler aucune course : la fin ne suit pas le début."
        do "Kijk de uren na."
        do "Check the hours."
        do "Vérifiez les heures.";
    TooManyTrips "FEED_TOO_MANY_TRIPS" Error
        "Om de {value} seconden in de kolom {column} geeft te veel ritten."
        "Every {value} seconds in the column {column} makes too many trips."
        "Toutes les {value} secondes dans la colonne {column} donne trop de courses."
        do "Kijk de tussentijd en de uren na."
        do "Check the interval and the hours."
        do "Vérifiez l'intervalle et les heures.";
    HoursEstimated "FEED_HOURS_ESTIMATED" Warning
        "Bij {count} halten van ritten staat geen uur."
        "At {count} stops of trips there is no hour."
        "À {count} arrêts de courses, il n'y a pas d'heure."
        do "Hun uren zijn geschat, naar de afstand tussen de halten met een uur."
        do "Their hours are estimates, by distance between the stops that have one."
        do "Leurs heures sont estimées, selon la distance entre les arrêts qui en ont une.";
    HoursApproximate "FEED_HOURS_APPROXIMATE" Warning
        "Bij {count} halten van ritten zegt de vervoerder dat het uur ongeveer is."
        "At {count} stops of trips the operator says that the hour is approximate."
        "À {count} arrêts de courses, l'opérateur dit que l'heure est approximative."
        do "Deze uren worden gebruikt zoals ze er staan. Wees er wat vroeger."
        do "These hours are used as they stand. Be there a little earlier."
        do "Ces heures sont utilisées telles quelles. Soyez-y un peu plus tôt.";
    ToBook "FEED_TO_BOOK" Warning
        "{count} ritten zijn ergens vooraf te reserveren, telefonisch of bij de chauffeur."
        "{count} trips are to be booked beforehand somewhere, by telephone or with the driver."
        "{count} courses sont à réserver quelque part, par téléphone ou auprès du conducteur."
        do "Ze worden gebruikt; een reis ermee zegt dat er te reserveren is."
        do "They are used; a journey with them says that it is to be booked."
        do "Elles sont utilisées ; un trajet avec elles dit qu'il est à réserver.";
    OtherZone "FEED_OTHER_ZONE" Warning
        "De uren van {count} ritten zijn die van {zone}."
        "The hours of {count} trips are those of {zone}."
        "Les heures de {count} courses sont celles de {zone}."
        do "Ze zijn omgezet naar Belgische uren."
        do "They were turned into Belgian hours."
        do "Elles ont été converties en heures belges.";
    ZoneNotKnown "FEED_ZONE_NOT_KNOWN" Error
        "{value} in de kolom {column} is geen tijdzone."
        "{value} in the column {column} is no time zone."
        "{value} dans la colonne {column} n'est pas un fuseau horaire."
        do "Schrijf een tijdzone zoals Europe/Brussels."
        do "Write a time zone such as Europe/Brussels."
        do "Écrivez un fuseau horaire comme Europe/Brussels.";
    ZoneNotSaid "FEED_ZONE_NOT_SAID" Warning
        "Dit bestand zegt niet in welke tijdzone de uren gelden."
        "This file does not say in which time zone the hours hold."
        "Ce fichier ne dit pas dans quel fuseau horaire les heures valent."
        do "Ze zijn als Belgische uren genomen. Vul agency_timezone in."
        do "They were taken as Belgian hours. Fill in agency_timezone."
        do "Elles ont été prises comme heures belges. Complétez agency_timezone.";
    Misfit "FEED_MISFIT" Error
        "De dienstregeling past niet in elkaar: {cause}."
        "The timetable does not fit together: {cause}."
        "L'horaire n'est pas cohérent : {cause}."
        do "Meld dit met het bestand erbij."
        do "Report this, with the file."
        do "Signalez-le en joignant le fichier.";
}
