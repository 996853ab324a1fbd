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
    Misfit "FEED_MISFIT" Error
        "De dienstregeling past niet in elkaar: {cause}."
        "The timetable does not fit together: {cause}."
        "L'horaire n'est pas cohérent : {cause}."
        do "Meld dit met het bestand erbij."
        do "Report this, with the file."
        do "Signalez-le en joignant le fichier.";
}
