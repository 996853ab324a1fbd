//! The catalogue of issues: one entry per code, with its severity, its words and what to do.
//!
//! Codes never change: they are in programs and in stored answers.

use schakel_solver::text::Words;

use super::declare::{Entry, Severity, catalogue};

catalogue! {
    // The text.
    TextIsUtf16 "TEXT_IS_UTF16" Error
        "Deze tekst is in UTF-16 geschreven. Gelezen wordt UTF-8."
        "This text is written in UTF-16. UTF-8 is read."
        "Ce texte est écrit en UTF-16. UTF-8 est lu."
        do "Bewaar het bestand opnieuw als UTF-8."
        do "Save the file again as UTF-8."
        do "Enregistrez le fichier à nouveau en UTF-8.";
    ListsNotSeenWhole "LISTS_NOT_SEEN_WHOLE" Warning
        "Van wat lang is, zijn enkel de eerste {count} stukken nagekeken. Verderop kan er meer zijn."
        "Of what is long, only the first {count} items were looked at. There may be more further on."
        "De ce qui est long, seuls les {count} premiers éléments ont été examinés. Il peut y en avoir d'autres."
        do "Verbeter eerst wat hier staat." do "Mend what is told here first." do "Corrigez d'abord ce qui est indiqué ici.";
    NotReadable "NOT_READABLE" Error
        "Het bestand kon niet gelezen worden."
        "The file could not be read."
        "Le fichier n'a pas pu être lu."
        do "Kijk of het bestand bestaat en probeer opnieuw."
        do "Check that the file exists and try again."
        do "Vérifiez que le fichier existe et réessayez.";
    MalformedJson "MALFORMED_JSON" Error
        "Dit is geen geldige JSON: regel {line}, kolom {column}. Wat erna komt, is niet gelezen."
        "This is not valid JSON: line {line}, column {column}. What follows was not read."
        "Ce JSON n'est pas valide : ligne {line}, colonne {column}. La suite n'a pas été lue."
        do "Verbeter de tekst op die plaats: een komma, aanhalingsteken of haakje."
        do "Mend the text at that place: a comma, quote or bracket."
        do "Corrigez le texte à cet endroit : virgule, guillemet ou accolade.";
    FormatUnknown "FORMAT_UNKNOWN" Error
        "Dit formaat wordt niet gelezen. Gelezen wordt {expected}."
        "This format is not read. {expected} is."
        "Ce format n'est pas lu. {expected} l'est."
        do "Zet in het veld format: {expected}."
        do "Write {expected} in the field format."
        do "Écrivez {expected} dans le champ format.";
    // The shape of a record.
    UnknownField "UNKNOWN_FIELD" Error
        "Het veld {field} bestaat niet." "There is no field {field}." "Le champ {field} n'existe pas."
        do "Kijk na hoe het veld heet, of laat het weg."
        do "Check the field's name, or leave it out."
        do "Vérifiez le nom du champ, ou supprimez-le.";
    FieldTwice "FIELD_TWICE" Error
        "Het veld {field} staat er twee keer."
        "The field {field} is there twice."
        "Le champ {field} figure deux fois."
        do "Hou er één over." do "Keep one of them." do "N'en gardez qu'un.";
    MissingField "MISSING_FIELD" Error
        "Het veld {field} ontbreekt." "The field {field} is missing." "Le champ {field} manque."
        do "Vul het veld in." do "Fill in the field." do "Complétez le champ.";
    OneOfTwo "ONE_OF_TWO" Error
        "Geef ofwel {field}, ofwel {other}."
        "Give either {field} or {other}."
        "Indiquez soit {field}, soit {other}."
        do "Vul één van de twee velden in." do "Fill in one of the two fields." do "Complétez l'un des deux champs.";
    OtherLineage "OTHER_LINEAGE" Error
        "Deze plannen gaan over scenario's die niet uit elkaar voortkomen."
        "These plans are of scenarios that do not come from each other."
        "Ces plans portent sur des scénarios sans origine commune."
        do "Kies twee plannen van hetzelfde scenario of van revisies ervan."
        do "Choose two plans of one scenario or of its revisions."
        do "Choisissez deux plans d'un même scénario ou de ses révisions.";
    WrongType "WRONG_TYPE" Error
        "Hier hoort {expected}."
        "This should be {expected}."
        "Il faut ici {expected}."
        do "Vervang de waarde." do "Replace the value." do "Remplacez la valeur.";
    NotInList "NOT_IN_LIST" Error
        "Deze waarde staat niet in de lijst: {allowed}."
        "This value is not in the list: {allowed}."
        "Cette valeur n'est pas dans la liste : {allowed}."
        do "Kies een waarde uit de lijst." do "Choose a value from the list." do "Choisissez une valeur de la liste.";
    Negative "NEGATIVE" Error
        "Dit getal mag niet onder nul gaan."
        "This number may not be below zero."
        "Ce nombre ne peut pas être négatif."
        do "Geef nul of meer." do "Give zero or more." do "Indiquez zéro ou plus.";
    WrongUnit "WRONG_UNIT" Error
        "Hier horen {unit}, van {min} tot {max}."
        "This is in {unit}, from {min} to {max}."
        "Ceci s'exprime en {unit}, de {min} à {max}."
        do "Kijk na in welke eenheid de waarde staat, en reken ze om."
        do "Check the unit of the value and convert it."
        do "Vérifiez l'unité de la valeur et convertissez-la.";
    BadFormat "BAD_FORMAT" Error
        "Deze tekst heeft niet de juiste vorm: {expected}."
        "This text does not have the right form: {expected}."
        "Ce texte n'a pas la bonne forme : {expected}."
        do "Schrijf de waarde in die vorm." do "Write the value in that form." do "Écrivez la valeur sous cette forme.";
    WrongLength "WRONG_LENGTH" Error
        "Te kort of te lang: van {min} tot {max}."
        "Too short or too long: from {min} to {max}."
        "Trop court ou trop long : de {min} à {max}."
        do "Maak de tekst of de lijst langer of korter."
        do "Make the text or the list longer or shorter."
        do "Allongez ou raccourcissez le texte ou la liste.";
    // What is never accepted about a person.
    PersonName "PERSON_NAME" Error
        "Namen van personen worden nooit aanvaard."
        "Names of persons are never accepted."
        "Les noms de personnes ne sont jamais acceptés."
        do "Haal de naam weg. Gebruik een pseudoniem in het veld id."
        do "Remove the name. Use a pseudonym in the field id."
        do "Supprimez le nom. Utilisez un pseudonyme dans le champ id.";
    PersonAddress "PERSON_ADDRESS" Error
        "Adressen van personen worden nooit aanvaard."
        "Addresses of persons are never accepted."
        "Les adresses de personnes ne sont jamais acceptées."
        do "Haal het adres weg. Het midden van de wijk volstaat."
        do "Remove the address. The middle of the neighbourhood will do."
        do "Supprimez l'adresse. Le centre du quartier suffit.";
    PersonNationalNumber "PERSON_NATIONAL_NUMBER" Error
        "Hier staat een rijksregisternummer. Dat wordt nooit aanvaard."
        "This is a national number. It is never accepted."
        "Ceci est un numéro national. Il n'est jamais accepté."
        do "Haal het nummer weg. Gebruik een pseudoniem."
        do "Remove the number. Use a pseudonym."
        do "Supprimez le numéro. Utilisez un pseudonyme.";
    PersonContact "PERSON_CONTACT" Error
        "Telefoonnummers en e-mailadressen van personen worden nooit aanvaard."
        "Telephone numbers and e-mail addresses of persons are never accepted."
        "Les téléphones et courriels de personnes ne sont jamais acceptés."
        do "Haal dit weg." do "Remove this." do "Supprimez cela.";
    HomeTooExact "HOME_TOO_EXACT" Warning
        "Deze woonplaats heeft meer dan {digits} cijfers na de komma. Zo precies lijkt op een adres."
        "This home has more than {digits} decimals. That is as precise as an address."
        "Ce domicile a plus de {digits} décimales. C'est aussi précis qu'une adresse."
        do "Geef het midden van de wijk of van een rastercel."
        do "Give the middle of the neighbourhood or of a grid cell."
        do "Indiquez le centre du quartier ou d'une maille.";
    AgeNotForVacancies "AGE_NOT_FOR_VACANCIES" Error
        "Leeftijd mag niet meetellen bij wie een vacature krijgt."
        "Age may not count in who gets a vacancy."
        "L'âge ne peut pas compter dans l'attribution d'une offre."
        do "Kies een andere groep. Leeftijd kan alleen bij uitnodigingen."
        do "Choose another group. Age is for invitations only."
        do "Choisissez un autre groupe. L'âge ne sert qu'aux invitations.";
    // Identifiers.
    IdUsedTwice "ID_USED_TWICE" Error
        "Deze id is al gebruikt, bij {first}."
        "This id is already used, at {first}."
        "Cet identifiant est déjà utilisé, à {first}."
        do "Geef elk een eigen id." do "Give each an id of its own." do "Donnez à chacun son identifiant.";
    IdUnknown "ID_UNKNOWN" Error
        "{id} bestaat niet bij {list}."
        "{id} does not exist in {list}."
        "{id} n'existe pas dans {list}."
        do "Kijk de schrijfwijze na, of voeg het ontbrekende toe."
        do "Check the spelling, or add what is missing."
        do "Vérifiez l'orthographe, ou ajoutez ce qui manque.";
    IdAmbiguous "ID_AMBIGUOUS" Error
        "{id} is de id van meer dan één ding."
        "{id} is the id of more than one thing."
        "{id} est l'identifiant de plusieurs choses."
        do "Geef werkzoekenden, vacatures en opvang verschillende ids."
        do "Give jobseekers, vacancies and childcare different ids."
        do "Donnez des identifiants différents aux demandeurs, offres et accueils.";
    OccupationUnknown "OCCUPATION_UNKNOWN" Error
        "{id} is geen beroep van ESCO."
        "{id} is no ESCO occupation."
        "{id} n'est pas une profession d'ESCO."
        do "Zoek de code van het beroep op in ESCO."
        do "Look up the occupation's code in ESCO."
        do "Cherchez le code de la profession dans ESCO.";
    PairTwice "PAIR_TWICE" Error
        "Dit paar staat er al, bij {first}."
        "This pair is already there, at {first}."
        "Cette paire figure déjà, à {first}."
        do "Hou er één over." do "Keep one of them." do "N'en gardez qu'une.";
    PinsContradict "PINS_CONTRADICT" Error
        "Dit spreekt {first} tegen: hetzelfde is verplicht en verboden."
        "This contradicts {first}: the same is required and forbidden."
        "Ceci contredit {first} : la même chose est exigée et interdite."
        do "Kies één van beide." do "Choose one of the two." do "Choisissez l'un des deux.";
    // Places.
    CoordinatesOutside "COORDINATES_OUTSIDE" Error
        "Deze plaats ligt niet in of rond België."
        "This place is not in or around Belgium."
        "Ce lieu n'est pas en Belgique ni autour."
        do "Geef graden: lon van {lon}, lat van {lat}."
        do "Give degrees: lon {lon}, lat {lat}."
        do "Donnez des degrés : lon {lon}, lat {lat}.";
    CoordinatesSwapped "COORDINATES_SWAPPED" Error
        "Lengte en breedte zijn omgewisseld."
        "Longitude and latitude are swapped."
        "Longitude et latitude sont inversées."
        do "Wissel lon en lat om." do "Swap lon and lat." do "Échangez lon et lat.";
    // Times, dates and quantities that do not go together.
    ClosesBeforeOpens "CLOSES_BEFORE_OPENS" Error
        "Het einde komt niet na het begin."
        "The end does not come after the start."
        "La fin ne vient pas après le début."
        do "Kijk beide uren na. Na middernacht is een nieuwe dag."
        do "Check both times. After midnight is a new day."
        do "Vérifiez les deux heures. Après minuit, c'est un autre jour.";
    ShiftLong "SHIFT_LONG" Warning
        "Deze dienst duurt {found} uur; meer dan {most} uur is ongewoon."
        "This shift takes {found} hours; more than {most} is unusual."
        "Ce poste dure {found} heures ; plus de {most} est inhabituel."
        do "Kijk begin en einde na: 9 tot 5 is 09:00-17:00."
        do "Check beginning and end: 9 to 5 is 09:00-17:00."
        do "Vérifiez le début et la fin : 9 à 5 est 09:00-17:00.";
    ShiftsOverContract "SHIFTS_OVER_CONTRACT" Warning
        "Deze diensten zijn samen {found} uur per week, het contract heeft er {contract}. Wie er werkt, moet op al die uren kunnen."
        "These shifts are {found} hours a week together, the contract has {contract}. Who works there must be free at all of them."
        "Ces postes font {found} heures par semaine, le contrat en a {contract}. La personne doit être libre à toutes ces heures."
        do "Houd enkel over wat één persoon in een week werkt. Wisselen ploegen elkaar af, zet dan alternating op true."
        do "Keep only what one person works in a week. Where teams take turns, set alternating to true."
        do "Ne gardez que ce qu'une personne fait en une semaine. Si des équipes alternent, mettez alternating à true.";
    RestShort "REST_SHORT" Warning
        "Tussen twee werkdagen ligt hier {found} uur rust; {least} uur is het minste."
        "Between two working days there are {found} hours of rest here; {least} is the least."
        "Entre deux jours de travail, il y a {found} heures de repos ; {least} est le minimum."
        do "Kijk de uren na. Wisselen ploegen elkaar af, zet dan alternating op true."
        do "Check the hours. Where teams take turns, set alternating to true."
        do "Vérifiez les heures. Si des équipes alternent, mettez alternating à true.";
    HoursOverlap "HOURS_OVERLAP" Error
        "Deze uren overlappen met die bij {first}."
        "These hours overlap with those at {first}."
        "Ces heures chevauchent celles de {first}."
        do "Geef elk uur één keer." do "Give each hour once." do "Indiquez chaque heure une fois.";
    VenueClosed "VENUE_CLOSED" Error
        "Op die dag en die uren is er geen zaal open in {id}."
        "On that day and at those hours no room of {id} is open."
        "Ce jour-là et à ces heures, aucune salle de {id} n'est ouverte."
        do "Verander de dag of de uren, of kijk open en away van de zalen na."
        do "Change the day or the hours, or check open and away of the rooms."
        do "Changez le jour ou les heures, ou vérifiez open et away des salles.";
    EndBeforeStart "END_BEFORE_START" Error
        "De laatste dag komt voor de eerste."
        "The last day comes before the first."
        "Le dernier jour précède le premier."
        do "Kijk beide datums na." do "Check both dates." do "Vérifiez les deux dates.";
    DateOutsideHorizon "DATE_OUTSIDE_HORIZON" Error
        "Deze dag valt buiten het plan: {from} tot {to}."
        "This day is outside the plan: {from} to {to}."
        "Ce jour est hors du plan : {from} à {to}."
        do "Verander de datum, of de periode van het plan."
        do "Change the date, or the days of the plan."
        do "Changez la date, ou la période du plan.";
    DateInFuture "DATE_IN_FUTURE" Error
        "Deze dag valt na het begin van het plan, {from}."
        "This day is after the start of the plan, {from}."
        "Ce jour est postérieur au début du plan, le {from}."
        do "Geef de dag waarop het gebeurd is."
        do "Give the day on which it happened."
        do "Donnez le jour où c'est arrivé.";
    DateNotSensible "DATE_NOT_SENSIBLE" Error
        "Deze datum kan niet kloppen."
        "This date cannot be right."
        "Cette date ne peut pas être juste."
        do "Kijk vooral het jaartal na." do "Check the year first." do "Vérifiez d'abord l'année.";
    HoursBackwards "HOURS_BACKWARDS" Error
        "Het minste aantal uren is meer dan het meeste."
        "The fewest hours are more than the most."
        "Le minimum d'heures dépasse le maximum."
        do "Wissel min en max om, of verbeter ze."
        do "Swap min and max, or mend them."
        do "Échangez min et max, ou corrigez-les.";
    GroupBackwards "GROUP_BACKWARDS" Error
        "De kleinste groep is groter dan de grootste."
        "The smallest group is larger than the largest."
        "Le plus petit groupe dépasse le plus grand."
        do "Wissel least en most om, of verbeter ze."
        do "Swap least and most, or mend them."
        do "Échangez least et most, ou corrigez-les.";
    AgeBandBackwards "AGE_BAND_BACKWARDS" Error
        "De jongste leeftijd is ouder dan de oudste."
        "The youngest age is above the oldest."
        "L'âge minimal dépasse l'âge maximal."
        do "Wissel from_age en to_age om." do "Swap from_age and to_age." do "Échangez from_age et to_age.";
    AgeBandsOverlap "AGE_BANDS_OVERLAP" Error
        "Deze leeftijden staan ook bij {first}."
        "These ages are also at {first}."
        "Ces âges figurent aussi à {first}."
        do "Geef elke leeftijd één keer." do "Give each age once." do "Indiquez chaque âge une fois.";
    TooManyChildren "TOO_MANY_CHILDREN" Error
        "Voor {count} kinderen moet opvang gezocht worden. Het plan kan er {max} aan."
        "{count} children need a childcare place. The plan can seek {max}."
        "{count} enfants ont besoin d'un accueil. Le plan peut en chercher {max}."
        do "Vul in waar een kind al een plaats heeft, of regel opvang apart."
        do "Fill in where a child already has a place, or arrange care apart."
        do "Indiquez où un enfant a déjà une place, ou réglez l'accueil à part.";
    // The policy.
    PackUnknown "PACK_UNKNOWN" Error
        "Het beleidspakket {id} bestaat niet. Wel: {allowed}."
        "There is no policy pack {id}. There is: {allowed}."
        "Le paquet {id} n'existe pas. Existent : {allowed}."
        do "Kies een bestaand pakket." do "Choose an existing pack." do "Choisissez un paquet existant.";
    PackNotValid "PACK_NOT_VALID" Error
        "Dit beleidspakket geldt van {from} tot {to}. Dat dekt niet het hele plan."
        "This policy pack holds from {from} to {to}. That does not cover the whole plan."
        "Ce paquet vaut du {from} au {to}. Cela ne couvre pas tout le plan."
        do "Kies een ander pakket, of een andere periode."
        do "Choose another pack, or other days."
        do "Choisissez un autre paquet, ou une autre période.";
    LockedRuleLoosened "LOCKED_RULE_LOOSENED" Error
        "De regel {id} staat vast. Hij blijft altijd must."
        "The rule {id} is locked. It is always must."
        "La règle {id} est verrouillée. Elle reste must."
        do "Laat deze regel weg." do "Leave this rule out." do "Supprimez cette règle.";
    RuleUnknown "RULE_UNKNOWN" Error
        "Er is geen regel {id}. Wel: {allowed}."
        "There is no rule {id}. There is: {allowed}."
        "Il n'y a pas de règle {id}. Existent : {allowed}."
        do "Kijk de naam van de regel na." do "Check the rule's name." do "Vérifiez le nom de la règle.";
    NumberUnknown "NUMBER_UNKNOWN" Error
        "Er is geen getal {id} in het beleid."
        "The policy has no number {id}."
        "La politique n'a pas de nombre {id}."
        do "Kijk de naam van het getal na." do "Check the number's name." do "Vérifiez le nom du nombre.";
    NumberMissing "NUMBER_MISSING" Error
        "Het pakket geeft geen waarde voor {id}."
        "The pack gives no value for {id}."
        "Le paquet ne donne pas de valeur pour {id}."
        do "Voeg het getal toe, met zijn bron."
        do "Add the number, with its source."
        do "Ajoutez le nombre, avec sa source.";
    NumberOutOfRange "NUMBER_OUT_OF_RANGE" Error
        "{id} gaat van {min} tot {max}."
        "{id} goes from {min} to {max}."
        "{id} va de {min} à {max}."
        do "Geef een waarde daartussen." do "Give a value in between." do "Donnez une valeur entre les deux.";
    SupportPointsTooSmall "SUPPORT_POINTS_TOO_SMALL" Error
        "Een ondersteuning moet minstens {min} punten kosten. Anders wordt ze zonder nood gebruikt."
        "A support must cost at least {min} points. Otherwise it is used without need."
        "Un soutien doit coûter au moins {min} points. Sinon il sert sans nécessité."
        do "Verhoog points_per_support, of verlaag points_per_travel_minute."
        do "Raise points_per_support, or lower points_per_travel_minute."
        do "Augmentez points_per_support, ou baissez points_per_travel_minute.";
    LevelTwice "LEVEL_TWICE" Error
        "Dit niveau staat er al."
        "This level is already there."
        "Ce niveau figure déjà."
        do "Hou elk niveau één keer over." do "Keep each level once." do "Gardez chaque niveau une fois.";
    ShareUnclear "SHARE_UNCLEAR" Error
        "Zeg hoeveel minstens, of hoeveel hoogstens. Niet allebei en niet geen van beide."
        "Say how many at least, or how many at most. Not both, not neither."
        "Indiquez un minimum, ou un maximum. Pas les deux, ni aucun."
        do "Vul at_least in, of at_most. Maak twee regels als je beide wil."
        do "Fill in at_least, or at_most. Make two lines to have both."
        do "Remplissez at_least, ou at_most. Faites deux lignes pour avoir les deux.";
    FloorIsZero "FLOOR_IS_ZERO" Error
        "Een ondergrens van nul vraagt niets."
        "A floor of zero asks for nothing."
        "Un minimum de zéro ne demande rien."
        do "Geef minstens 1, of laat de ondergrens weg."
        do "Give at least 1, or leave the floor out."
        do "Indiquez au moins 1, ou supprimez le minimum.";
    // Tables that become records.
    TableNotRead "TABLE_NOT_READ" Error
        "Dit is geen tabel die gelezen kan worden. Gelezen wordt csv of xlsx."
        "This is no table that can be read. csv or xlsx is."
        "Ce tableau ne peut pas être lu. csv ou xlsx le peut."
        do "Bewaar de tabel als xlsx of csv en probeer opnieuw."
        do "Save the table as xlsx or csv and try again."
        do "Enregistrez le tableau en xlsx ou csv et réessayez.";
    TableEmpty "TABLE_EMPTY" Error
        "Deze tabel heeft geen rijen onder haar titels."
        "This table has no rows below its headings."
        "Ce tableau n'a pas de lignes sous ses titres."
        do "Kijk na of het juiste blad gekozen is."
        do "Check that the right sheet was chosen."
        do "Vérifiez que la bonne feuille est choisie.";
    TableTooLarge "TABLE_TOO_LARGE" Error
        "Deze tabel is te groot: hoogstens {rows} rijen en {columns} kolommen, en uitgepakt hooguit twintig keer zijn grootte."
        "This table is too large: at most {rows} rows and {columns} columns, and unpacked at most twenty times its size."
        "Ce tableau est trop grand : au plus {rows} lignes et {columns} colonnes, et décompressé au plus vingt fois sa taille."
        do "Verdeel de tabel over meer bestanden."
        do "Split the table over several files."
        do "Répartissez le tableau sur plusieurs fichiers.";
    SheetUnknown "SHEET_UNKNOWN" Error
        "Dit bestand heeft geen blad met die naam. Wel: {allowed}."
        "This file has no sheet of that name. It has: {allowed}."
        "Ce fichier n'a pas de feuille de ce nom. Il a : {allowed}."
        do "Kies een van deze bladen." do "Choose one of these sheets." do "Choisissez une de ces feuilles.";
    ColumnUnknown "COLUMN_UNKNOWN" Error
        "De tabel heeft geen kolom {column}."
        "The table has no column {column}."
        "Le tableau n'a pas de colonne {column}."
        do "Kijk na hoe de kolom heet." do "Check the column's name." do "Vérifiez le nom de la colonne.";
    ColumnFieldUnknown "COLUMN_FIELD_UNKNOWN" Error
        "Het veld {field} kan niet uit een kolom komen."
        "The field {field} cannot come from a column."
        "Le champ {field} ne peut pas venir d'une colonne."
        do "Kies een van deze velden: {allowed}."
        do "Choose one of these fields: {allowed}."
        do "Choisissez un de ces champs : {allowed}.";
    ColumnFieldTwice "COLUMN_FIELD_TWICE" Error
        "Ook de kolom {first} is voor het veld {field}."
        "The column {first} is for the field {field} too."
        "La colonne {first} est aussi pour le champ {field}."
        do "Geef elk veld één kolom." do "Give each field one column." do "Donnez une seule colonne à chaque champ.";
    CellNotRead "CELL_NOT_READ" Error
        "Deze cel kon niet gelezen worden. Zo wel: {expected}."
        "This cell could not be read. Like this it can: {expected}."
        "Cette cellule n'a pas pu être lue. Ainsi elle le peut : {expected}."
        do "Verbeter de cel." do "Mend the cell." do "Corrigez la cellule.";
    CellReadAs "CELL_READ_AS" Warning
        "Hier staat {cell}. Gelezen als: {value}."
        "This says {cell}. Read as: {value}."
        "Ceci dit {cell}. Lu comme : {value}."
        do "Kijk na of dat klopt." do "Check that this is right." do "Vérifiez que c'est exact.";
    CellUnclear "CELL_UNCLEAR" Error
        "{cell} kan meer dan één ding betekenen: {choices}."
        "{cell} can mean more than one thing: {choices}."
        "{cell} peut signifier plusieurs choses : {choices}."
        do "Kies één ervan en schrijf dat in de cel."
        do "Choose one of them and write it in the cell."
        do "Choisissez-en une et écrivez-la dans la cellule.";
    FormulaWithoutResult "FORMULA_WITHOUT_RESULT" Error
        "Hier staat een formule waarvan het resultaat niet bewaard is."
        "This is a formula whose result was not stored."
        "Ceci est une formule dont le résultat n'est pas enregistré."
        do "Open het bestand in Excel, bewaar het en probeer opnieuw."
        do "Open the file in Excel, save it and try again."
        do "Ouvrez le fichier dans Excel, enregistrez-le et réessayez.";
    SignNotRead "SIGN_NOT_READ" Warning
        "Een teken van deze cel past niet bij de codering van het bestand ({encoding})."
        "A sign of this cell is not of the encoding of the file ({encoding})."
        "Un signe de cette cellule n'est pas de l'encodage du fichier ({encoding})."
        do "Kijk de cel na. Bewaar het bestand als UTF-8."
        do "Check the cell. Save the file as UTF-8."
        do "Vérifiez la cellule. Enregistrez le fichier en UTF-8.";
    QuoteNotClosed "QUOTE_NOT_CLOSED" Error
        "Een aanhalingsteken in deze rij wordt niet gesloten."
        "A quote in this row is not closed."
        "Un guillemet de cette ligne n'est pas fermé."
        do "Sluit het aanhalingsteken, of haal het weg."
        do "Close the quote, or remove it."
        do "Fermez le guillemet, ou supprimez-le.";
    RowNotRead "ROW_NOT_READ" Error
        "Deze rij is niet gelezen: eerst moet rij {first} verbeterd zijn."
        "This row was not read: row {first} has to be mended first."
        "Cette ligne n'a pas été lue : il faut d'abord corriger la ligne {first}."
        do "Verbeter rij {first} en wat erboven staat, en probeer opnieuw."
        do "Mend row {first} and what stands above it, and try again."
        do "Corrigez la ligne {first} et ce qui précède, et réessayez.";
    RowHidden "ROW_HIDDEN" Warning
        "Deze rij is verborgen (weggefilterd) en niet gelezen."
        "This row is hidden (filtered out) and was not read."
        "Cette ligne est masquée (filtrée) et n'a pas été lue."
        do "Maak de rij zichtbaar als ze mee moet."
        do "Show the row if it is to be read."
        do "Affichez la ligne si elle doit être lue.";
    ColumnAboutRule "COLUMN_ABOUT_RULE" Warning
        "De kolom {column} is niet gelezen. Ze lijkt te gaan over {about}."
        "The column {column} was not read. It seems to be about {about}."
        "La colonne {column} n'a pas été lue. Elle semble porter sur {about}."
        do "Zeg met een mapping waarvoor ze dient, of laat ze weg."
        do "Say with a mapping what it is for, or leave it out."
        do "Dites par un mapping à quoi elle sert, ou supprimez-la.";
    RowsDisagree "ROWS_DISAGREE" Error
        "Hier staat iets anders dan in {first}, over dezelfde locatie."
        "This is not what {first} says of the same venue."
        "Ceci diffère de {first} pour le même lieu."
        do "Schrijf in elke rij van een locatie hetzelfde, of laat de cel leeg."
        do "Write the same in each row of a venue, or leave the cell empty."
        do "Écrivez la même chose à chaque ligne d'un lieu, ou laissez la cellule vide.";
    MunicipalityUnclear "MUNICIPALITY_UNCLEAR" Error
        "Dit is niet precies één gemeente van de regio."
        "This is not exactly one municipality of the region."
        "Ceci n'est pas exactement une commune de la région."
        do "Geef de NIS-code, of de naam zoals de regio ze schrijft."
        do "Give the NIS code, or the name as the region writes it."
        do "Donnez le code INS, ou le nom tel que la région l'écrit.";
    // A change of a scenario.
    PathUnknown "PATH_UNKNOWN" Error
        "Op dit pad staat niets: {step} is er niet."
        "There is nothing at this path: {step} is not there."
        "Il n'y a rien à ce chemin : {step} n'y est pas."
        do "Kijk het pad na in het scenario zelf."
        do "Check the path in the scenario itself."
        do "Vérifiez le chemin dans le scénario même.";
    PathAmbiguous "PATH_AMBIGUOUS" Error
        "Er passen er {count} bij {step}."
        "{count} of them fit {step}."
        "{count} d'entre eux correspondent à {step}."
        do "Kies een veld dat elk maar één keer heeft."
        do "Choose a field that each has once only."
        do "Choisissez un champ que chacun n'a qu'une fois.";
    GateNotAsked "GATE_NOT_ASKED" Error
        "Wat het OCMW over iemand besliste, kan hier niet gevraagd worden."
        "What the OCMW decided about a person cannot be asked here."
        "Ce que le CPAS a décidé au sujet d'une personne ne peut pas être demandé ici."
        do "Zet het veld gate met add, en kies een persoon met id."
        do "Set the field gate with add, and choose a person by id."
        do "Définissez le champ gate avec add, et choisissez une personne par id.";
    MoveIntoItself "MOVE_INTO_ITSELF" Error
        "Iets kan niet in zichzelf verplaatst worden."
        "Nothing can be moved into itself."
        "Rien ne peut être déplacé dans lui-même."
        do "Kies een pad erbuiten." do "Choose a path outside it." do "Choisissez un chemin en dehors.";
    CopiesTooLarge "COPIES_TOO_LARGE" Error
        "Deze wijziging kopieert meer dan {mebibytes} MiB."
        "This change copies more than {mebibytes} MiB."
        "Cette modification copie plus de {mebibytes} Mio."
        do "Stuur een nieuw scenario." do "Post a new scenario." do "Envoyez un nouveau scénario.";
    TestFailed "TEST_FAILED" Error
        "Hier staat iets anders dan verwacht."
        "What stands here is not what was expected."
        "Ce qui figure ici n'est pas ce qui était attendu."
        do "Lees het scenario opnieuw en beslis opnieuw."
        do "Read the scenario again and decide again."
        do "Relisez le scénario et décidez à nouveau.";
    // The timetable, hubs and schools.
    NetworkUnknown "NETWORK_UNKNOWN" Error
        "De dienstregeling {network} is er niet of kan niet gelezen worden: {cause}."
        "The timetable {network} is not there or cannot be read: {cause}."
        "L'horaire {network} n'existe pas ou ne peut être lu : {cause}."
        do "Lees ze in met schakel import gtfs en de naam {network}, of noem een andere."
        do "Import it with schakel import gtfs and the name {network}, or name another."
        do "Importez-le avec schakel import gtfs et le nom {network}, ou nommez-en un autre.";
    NetworkWithoutWeek "NETWORK_WITHOUT_WEEK" Error
        "De dienstregeling {network} omvat die week niet. Ze loopt van {from} tot {to}."
        "The timetable {network} does not cover that week. It runs from {from} to {to}."
        "L'horaire {network} ne couvre pas cette semaine. Il va du {from} au {to}."
        do "Zet in week_of een maandag in die tijd, of lees de dienstregeling in met --shift-to."
        do "Put a Monday of that time in week_of, or import the timetable with --shift-to."
        do "Mettez dans week_of un lundi de cette période, ou importez l'horaire avec --shift-to.";
    NetworkWithoutTrips "NETWORK_WITHOUT_TRIPS" Error
        "Van {from} tot en met {to} rijdt er niets volgens de dienstregeling {network}."
        "From {from} to {to} nothing runs by the timetable {network}."
        "Du {from} au {to}, rien ne circule selon l'horaire {network}."
        do "Zet een andere maandag in week_of." do "Put another Monday in week_of." do "Mettez un autre lundi dans week_of.";
    FewTrips "FEW_TRIPS" Warning
        "Op {date} rijden er volgens {network} {trips} ritten, terwijl het er op die weekdag tot {usual} zijn. Die week staat voor elke week."
        "On {date} {trips} trips run by {network}, where it is up to {usual} on that day of the week. That week stands for every week."
        "Le {date}, {trips} courses circulent selon {network}, contre jusqu'à {usual} ce jour de la semaine. Cette semaine vaut pour toutes."
        do "Zet een gewone week in week_of." do "Put an ordinary week in week_of." do "Mettez une semaine ordinaire dans week_of.";
    NotMonday "NOT_MONDAY" Error
        "Dit is geen maandag." "This is no Monday." "Ce n'est pas un lundi."
        do "Geef de maandag van de week die voor elke week staat."
        do "Give the Monday of the week that stands for every week."
        do "Donnez le lundi de la semaine qui vaut pour toutes.";
    NotASchool "NOT_A_SCHOOL" Error
        "{id} is geen school." "{id} is no school." "{id} n'est pas une école."
        do "Noem opvang met kind school, of laat dit veld weg."
        do "Name childcare of the kind school, or leave this field out."
        do "Nommez un accueil de type school, ou supprimez ce champ.";
    // More than anyone reads.
    MoreIssues "MORE_ISSUES" Warning
        "Er zijn nog {count} punten die hier niet staan."
        "There are {count} more points that are not listed here."
        "Il y a encore {count} points qui ne figurent pas ici."
        do "Verbeter eerst wat er staat; de rest komt daarna."
        do "Mend what is listed first; the rest comes after."
        do "Corrigez d'abord ce qui figure ; le reste suivra.";
    // What people decide about a plan.
    NotProposed "NOT_PROPOSED" Error
        "Dit plan stelt deze vacature niet voor aan deze persoon."
        "This plan does not propose this vacancy to this person."
        "Ce plan ne propose pas cette offre à cette personne."
        do "Kijk in het plan wat voorgesteld is."
        do "See in the plan what is proposed."
        do "Voyez dans le plan ce qui est proposé.";
    WayBlocked "WAY_BLOCKED" Error
        "Dit kan nu niet. Niet voldaan: {rule}."
        "This is not possible now. Not met: {rule}."
        "Ce n'est pas possible maintenant. Non rempli : {rule}."
        do "Kies iets wat de regels toelaten, of verbeter eerst de gegevens."
        do "Choose what the rules allow, or mend the facts first."
        do "Choisissez ce que les règles permettent, ou corrigez d'abord les données.";
    NotForThis "NOT_FOR_THIS" Error
        "Dit hoort niet bij {choice}."
        "This does not go with {choice}."
        "Ceci ne va pas avec {choice}."
        do "Kies wat bij de beslissing hoort; GET /v1/reason-codes zegt welke redenen dat zijn."
        do "Choose what goes with the decision; GET /v1/reason-codes tells which reasons do."
        do "Choisissez ce qui va avec la décision ; GET /v1/reason-codes dit quelles raisons conviennent.";
    NoPlaceLeft "NO_PLACE_LEFT" Error
        "Alle {max} plaatsen zijn al beloofd." "All {max} places are promised already." "Les {max} places sont déjà promises."
        do "Zet de persoon op de reservelijst tot iemand afzegt."
        do "Put the person on the reserve list until somebody declines."
        do "Mettez la personne sur la liste de réserve jusqu'à un désistement.";
}
